import type { Report, Reason, Verdict } from '../../core/healthpass'
import { language, otherLanguage, sentences, word } from '../i18n'

/** `ok` and `stop` are final and dark, `cond` and `look` genuine with a condition, `none` no answer. */
export type Tone = 'ok' | 'cond' | 'look' | 'stop' | 'none'

/** A state in small: shape, word and tone, always together. */
export interface Mark {
  tone: Tone | ''
  icon: string
  text: string
}

/** The answer as a band across the screen. */
export interface Band {
  tone: Tone
  icon: string
  word: string
  other: string
  why: string
}

const LOOKS: { [verdict in Verdict]: { tone: Tone; icon: string } } = {
  verified: { tone: 'ok', icon: 'ok' },
  'rule-not-met': { tone: 'cond', icon: 'rule' },
  'not-valid-now': { tone: 'cond', icon: 'time' },
  'issuer-not-recognised': { tone: 'look', icon: 'ask' },
  'not-genuine': { tone: 'stop', icon: 'stop' },
  revoked: { tone: 'stop', icon: 'revoked' },
  'holder-mismatch': { tone: 'stop', icon: 'differ' },
  unreadable: { tone: 'none', icon: 'unread' },
  sealed: { tone: 'none', icon: 'sealed' },
  'not-fresh': { tone: 'cond', icon: 'time' },
}

export function bandOf(verdict: Verdict): Band {
  return {
    ...LOOKS[verdict],
    word: verdictWord(verdict),
    other: word(`verdict.${verdict}`, otherLanguage()) || '',
    why: word(`verdict.${verdict}.why`) || '',
  }
}

export function markOf(verdict: Verdict): Mark {
  return { ...LOOKS[verdict], text: verdictWord(verdict) }
}

function verdictWord(verdict: Verdict): string {
  return word(`verdict.${verdict}`, language()) || verdict
}

export interface CheckLine {
  name: string
  mark: Mark
  reasons: string[]
}

const CHECKS = ['envelope', 'signature', 'issuer', 'time', 'usage', 'content', 'revocation', 'rules', 'holder'] as const
const STATES = {
  pass: { tone: '', icon: 'tick' },
  fail: { tone: 'stop', icon: 'cross' },
  unknown: { tone: 'none', icon: 'unknown' },
  skipped: { tone: 'none', icon: 'none' },
} as const

export function checkLines({ checks }: Report): CheckLine[] {
  return CHECKS.map((name) => {
    const { state, reasons } = checks[name]
    return {
      name: word(`check.${name}`) || name,
      mark: { ...STATES[state], text: word(`state.${state}`) || state },
      reasons: sentences(reasons),
    }
  })
}

/** What the band's sentence does not say yet: the reasons of the checks that decided the verdict. */
export function decidingReasons(report: Report): string[] {
  const { why } = bandOf(report.verdict)
  return decisive(report).filter((reason) => !why.includes(reason.replace(/[.。]$/, '')))
}

function decisive({ verdict, checks }: Report): string[] {
  if (verdict === 'verified') return []
  const failed: Reason[] = CHECKS.reduce<Reason[]>((all, name) => all.concat(checks[name].state === 'fail' ? checks[name].reasons : []), [])
  if (failed.length > 0) return sentences(failed)
  return sentences(checks.issuer.state === 'unknown' ? checks.issuer.reasons : checks.signature.reasons)
}
