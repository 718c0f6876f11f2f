/** The band with the answer: shape, word, the word in the other language, and the reason that decided. */
import type { Check, Report, Verdict } from 'healthpass/verifier'
import { h, icon, type Child } from '../dom'
import { because, hasWords } from '../format'
import { language, otherLanguage, t, tag, word } from '../i18n'

interface Look {
  readonly band: 'ok' | 'cond' | 'look' | 'stop' | 'none'
  readonly shape: string
}

const LOOKS: Record<Verdict, Look> = {
  'verified': { band: 'ok', shape: 'ok' },
  'rule-not-met': { band: 'cond', shape: 'rule' },
  'not-valid-now': { band: 'cond', shape: 'time' },
  'issuer-not-recognised': { band: 'look', shape: 'ask' },
  'not-genuine': { band: 'stop', shape: 'stop' },
  'revoked': { band: 'stop', shape: 'revoked' },
  'holder-mismatch': { band: 'stop', shape: 'differ' },
  'unreadable': { band: 'none', shape: 'unread' },
  'sealed': { band: 'none', shape: 'sealed' },
  'not-fresh': { band: 'cond', shape: 'again' },
}

/** Answers whose reason says all there is to say. */
const ALONE = new Set<Verdict>(['unreadable', 'issuer-not-recognised', 'sealed', 'not-fresh'])

/** Reasons that say no more than the verdict's own sentence. */
const PLAIN = new Set(['issuer.not-listed', 'signature.key-not-found', 'signature.invalid', 'holder.no-document'])

/** In place of the verdict's own word, where something is left to decide: in both languages, the officer's first. */
export type Instead = readonly [own: string, other: string]

/** `particular` says more exactly why, where rules decided. */
export function verdictBand(report: Report, slim = false, particular?: Child, instead?: Instead): HTMLElement {
  const { verdict } = report
  const { band, shape } = LOOKS[instead ? 'rule-not-met' : verdict]
  return h('section', { class: `verdict v-${band} ${slim ? 'v-slim' : 'v-wide'}`, id: 'verdict', 'data-verdict': verdict, 'aria-labelledby': 'verdict-word' },
    icon(shape),
    h('div', {},
      h('h1', { id: 'verdict-word', tabindex: '-1', lang: tag(language()) }, instead?.[0] ?? word(`verdict.${verdict}`)),
      h('p', { class: 'other', lang: tag(otherLanguage()) }, instead?.[1] ?? word(`verdict.${verdict}`, otherLanguage()))),
    !slim && h('p', { class: 'why', id: 'verdict-why' }, particular || why(report)))
}

function why(report: Report): (string | HTMLElement)[] {
  const general = word(`verdict.${report.verdict}.why`)
  if (report.verdict === 'verified') return [report.checks.holder.state === 'pass' ? general : general + t('sentenceGap') + t('comparePassport')]
  const reason = (decidingShown(report) ?? deciding(report)?.check)?.reasons[0]
  if (!reason || PLAIN.has(reason.code) || !hasWords(reason)) return [general]
  const particular = because(reason)
  // what could not be opened is not called genuine
  if (ALONE.has(report.verdict) || report.presentation?.checks.seal.state === 'fail') return [particular]
  return [general + t('sentenceGap'), h('strong', {}, particular)]
}

type Name = keyof Report['checks']

/** Of the way a certificate was shown, the check that decided. */
export function decidingShown({ presentation, verdict }: Report): Check | undefined {
  if (!presentation) return undefined
  const { checks } = presentation
  return Object.values(checks).find(({ state }) => state === 'fail') ?? (verdict === 'sealed' ? checks.seal : undefined)
}

/** The check that decided, by the table every surface derives the verdict from. */
export function deciding(report: Report): { name: Name; check: Check } | null {
  const { checks } = report
  const first = (...names: Name[]) => {
    const name = names.find((one) => checks[one].state === 'fail') ?? names.find((one) => checks[one].state !== 'pass')
    return name ? { name, check: checks[name] } : null
  }
  switch (report.verdict) {
    case 'verified':
    case 'sealed':
    case 'not-fresh': return null
    case 'unreadable': return first('envelope', 'content')
    case 'not-genuine': return first('signature')
    case 'issuer-not-recognised': return first('issuer', 'signature', 'usage')
    case 'revoked': return first('revocation')
    case 'holder-mismatch': return first('holder')
    case 'not-valid-now': return first('time')
    case 'rule-not-met': return first('content', 'rules')
  }
}
