import type { DocumentKind, TypedAssessment, TypedDocument, TypedField } from '../../core/healthpass'
import type { ChipAccess } from '../../core/passport'
import { day } from '../format'
import { fill, language, sentence, texts } from '../i18n'
import type { Mark } from './verdict'

export const PARTS = ['line1', 'number', 'birth', 'expiry'] as const
export type Part = (typeof PARTS)[number]

/**
 * What has been typed so far, as typed: putting a text right under the cursor would move the cursor.
 * `full` holds both lines when they are pasted instead.
 */
export type Typed = { [part in Part]: string } & { kind: DocumentKind; full: string; pasting: boolean }

/** The one field that stands in for both lines when they are pasted. */
export type Target = Part | 'lines'

/** One input as the screen shows it. */
export interface FieldView {
  target: Target
  label: string
  value: string
  type: 'text' | 'number'
  multiline: boolean
  maxlength: number
  bad: boolean
  note: Mark | null
}

/** The first thing that is missing or wrong, named for the button; null when nothing is. */
export interface Missing {
  target: Target
  label: string
}

/** Full lines may be pasted with blanks and line ends among their 88 characters. */
const LONGEST = { line1: 60, number: 20, birth: 10, expiry: 10, lines: 200 }

export function emptyTyped(): Typed {
  return { kind: 'ordinary', line1: '', number: '', birth: '', expiry: '', full: '', pasting: false }
}

/** As the core takes it: the parts, or the lines. */
export function typedDocument({ kind, pasting, full, line1, number, birth, expiry }: Typed): TypedDocument {
  if (pasting) return { kind, lines: asPrinted(full).split('\n').filter(Boolean) }
  return { kind, line1: oneLine(line1), number: oneLine(number), birth: oneLine(birth), expiry: oneLine(expiry) }
}

/**
 * What a Chinese or a phone keyboard makes of a passport's characters, made right: full-width letters and
 * brackets, small letters, blanks. Line ends stay.
 */
export function asPrinted(text: string): string {
  return text
    .replace(/[！-～]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[《〈«‹]/g, '<')
    .replace(/[^\S\n]/g, '')
    .toUpperCase()
}

export function oneLine(text: string): string {
  return asPrinted(text).replace(/\n/g, '')
}

/** `asked` are the fields whose gaps may be pointed out: those left, and all once the button was pressed. */
export function fieldViews(typed: Typed, assessment: TypedAssessment, asked: Set<Target>): FieldView[] {
  if (typed.pasting) return [linesView(typed, assessment, asked.has('lines'))]
  return PARTS.map((part) => {
    const found = fieldOf(assessment, part)
    const bad = isBad(found, asked.has(part))
    return {
      target: part,
      label: texts().bind[part],
      value: typed[part],
      type: part === 'birth' || part === 'expiry' ? 'number' : 'text',
      multiline: part === 'line1',
      maxlength: LONGEST[part],
      bad,
      note: noteOf(found, typed[part], bad),
    }
  })
}

function linesView(typed: Typed, assessment: TypedAssessment, asked: boolean): FieldView {
  const { bind: t } = texts()
  const worst = worstField(assessment)
  const bad = Boolean(typed.full || asked) && !assessment.complete && (asked || (worst !== undefined && worst.state === 'wrong'))
  const reasons = assessment.reasons.map(sentence).join(' ')
  const agreed: Mark = { tone: 'ok', icon: 'tick', text: [t.linesAgree, nameIn(assessment)].filter(Boolean).join(texts().common.comma) }
  const wrong: Mark = { tone: 'stop', icon: 'cross', text: reasons || (typed.full ? t.unfinished : t.missing) }
  return {
    target: 'lines',
    label: t.lines,
    value: typed.full,
    type: 'text',
    multiline: true,
    maxlength: LONGEST.lines,
    bad,
    note: assessment.complete ? agreed : bad ? wrong : null,
  }
}

function isBad({ state }: TypedField, asked: boolean): boolean {
  return state === 'wrong' || (asked && state !== 'ok')
}

function noteOf(found: TypedField, text: string, bad: boolean): Mark | null {
  const { bind: t } = texts()
  if (found.state === 'ok') return { tone: 'ok', icon: 'tick', text: agreement(found, text) }
  if (!bad) return null
  const why = found.reason ? sentence(found.reason) : found.state === 'empty' ? t.missing : t.unfinished
  return { tone: 'stop', icon: 'cross', text: why }
}

/** "Check digit 5 agrees, 15 Jan 2033"; for the first line the name as read. */
function agreement({ field, value = '' }: TypedField, text: string): string {
  const { bind: t, common } = texts()
  if (field === 'line1') return fill(t.lineReads, { name: value })
  const dated = field === 'birth' || field === 'expiry' ? day(value, language()) : ''
  const digit = oneLine(text).slice(-1)
  return [fill(t.digitAgrees, { digit }), dated].filter(Boolean).join(common.comma)
}

/** What the button names: the first gap in the order of the passport's lines. */
export function firstMissing(typed: Typed, assessment: TypedAssessment): Missing | null {
  const { bind: t } = texts()
  if (assessment.complete) return null
  if (typed.pasting) {
    return { target: 'lines', label: fill(typed.full ? t.correct : t.enter, { field: t.names.composite }) }
  }
  const part = PARTS.find((each) => fieldOf(assessment, each).state !== 'ok') || 'line1'
  const { state } = fieldOf(assessment, part)
  const template = state === 'empty' ? t.enter : state === 'incomplete' ? t.complete : t.correct
  return { target: part, label: fill(template, { field: t.names[part] }) }
}

/** What opens the chip, out of what has been typed. */
export function accessOf(typed: Typed): ChipAccess {
  const { lines, number, birth, expiry } = typedDocument(typed)
  return lines ? { lines } : { number, birth, expiry }
}

/** The first field that keeps the chip shut; null when it opens. The name is not needed for it. */
export function firstShut(typed: Typed, assessment: TypedAssessment): Target | null {
  if (typed.pasting) return assessment.complete ? null : 'lines'
  return PARTS.find((part) => part !== 'line1' && fieldOf(assessment, part).state !== 'ok') || null
}

function fieldOf({ fields }: TypedAssessment, part: Part): TypedField {
  return fields.find(({ field }) => field === part) || { field: part, state: 'empty' }
}

function worstField({ fields }: TypedAssessment): TypedField | undefined {
  return fields.find(({ state }) => state === 'wrong')
}

function nameIn({ fields }: TypedAssessment): string {
  const line = fields.find(({ field }) => field === 'line1')
  return (line && line.value) || ''
}
