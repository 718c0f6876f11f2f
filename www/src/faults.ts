import type { HealthpassError } from 'healthpass/verifier'
import { because } from './format'
import { t } from './i18n'

/** What went wrong in words: the core's sentences, or the error as it is. */
export function faultOf(error: unknown): string {
  if (isCoded(error)) {
    const reasons = error.reasons.length > 0 ? error.reasons : [{ code: error.code }]
    return reasons.map(because).join(t('sentenceGap'))
  }
  return error instanceof Error ? error.message : String(error)
}

/** Every module of the core has an error class of its own. */
function isCoded(error: unknown): error is HealthpassError {
  return error instanceof Error && 'reasons' in error
}
