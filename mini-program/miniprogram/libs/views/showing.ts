import type { Disclosure, PresentationChoices, PresentationPreview, Record, RecipientView, Undisclosed } from '../../core/healthpass'
import { now, Session } from '../core'
import { day, moment } from '../format'
import { fill, language, texts } from '../i18n'
import { Draft, isDecided } from '../showing'
import { Fact, facts } from './facts'
import { levelWord } from './people'
import { coded, countryName } from './records'

/** One piece of a certificate that can be shown or left out. */
export interface Piece {
  id: string
  name: string
  /** The same within a sentence. */
  word: string
  detail: string
  shown: boolean
}

/** An authority as listed. */
export interface Reader {
  kid: string
  name: string
  detail: string
}

/** Something to know about a code before it is made: shape and words. */
export interface Remark {
  icon: string
  tone: '' | 'cond'
  heading: string
  text: string
}

/** What the reader of the code will see. */
export interface Seen {
  facts: Fact[]
  remarks: Remark[]
}

/** The pieces that are always shown, in a row of words. */
export function fixedPieces({ disclosures }: PresentationChoices): string {
  const fixed = disclosures.filter(({ alwaysShown }) => alwaysShown).map(pieceName)
  const all = fixed.concat(texts().choose.passportProof)
  const words = all.filter((each, i) => all.indexOf(each) === i).join(texts().common.list)
  return words[0].toUpperCase() + words.slice(1)
}

export function pieces({ disclosures }: PresentationChoices, { disclose }: Draft): Piece[] {
  return disclosures.filter(({ alwaysShown }) => !alwaysShown).map((piece) => ({
    id: piece.id,
    name: capital(pieceName(piece)),
    word: pieceName(piece),
    detail: pieceDetail(piece),
    shown: disclose.indexOf(piece.id) >= 0,
  }))
}

export function readerLine({ kid, name, country, destinations, notAfter }: RecipientView): Reader {
  const { common } = texts()
  const states = (destinations || [country]).map(countryName).join(common.list)
  return { kid, name, detail: [states, fill(texts().reader.keyUntil, { date: day(notAfter, language()) })].join(common.comma) }
}

/** Who can read it, as one line: whether it is sealed, and to whom. */
export function readersLine(draft: Draft, { recipients }: PresentationChoices): Remark {
  const { choose: t } = texts()
  if (!isDecided(draft)) return { icon: 'unknown', tone: '', heading: t.undecided, text: t.undecidedWhy }
  if (draft.open) return { icon: 'open', tone: '', heading: t.open, text: t.openWhy }
  return sealedLine(recipients.filter(({ kid }) => draft.sealTo.indexOf(kid) >= 0))
}

function sealedLine(readers: RecipientView[]): Remark {
  const { choose: t } = texts()
  return { icon: 'lock', tone: '', heading: fill(t.sealed, { names: namesIn(readers) }), text: t.sealedWhy }
}

export function namesIn(readers: RecipientView[]): string {
  return readers.map(({ name }) => name).join(texts().choose.and)
}

/** Exactly what `preview` says a reader gets, in words. */
export function seenIn(preview: PresentationPreview, hidden: Piece[], decided: boolean): Seen {
  return { facts: seenFacts(preview), remarks: remarks(preview, hidden, decided) }
}

function seenFacts({ certificate, level, withheld }: PresentationPreview): Fact[] {
  const { choose: t, certificate: c } = texts()
  const { sexes } = texts().scan
  const { person, document, records } = certificate
  const latin = person.fullName || [person.surname || person.icaoSurname, person.givenNames || person.icaoGivenNames].filter(Boolean).join(' ')
  const birth = person.birthDate ? day(person.birthDate, language()) : countOf(withheld, 'person') > 0 ? t.notShown : undefined
  const isCheckable = (document && document.committed) || countOf(withheld, 'document') > 0
  const number = (document && document.number) || (isCheckable ? t.checkable : undefined)
  return facts(
    [c.facts.native, [latin, person.nativeName].filter(Boolean).join(' ')],
    [c.facts.birth, birth],
    [t.sex, person.sex && (sexes[person.sex as keyof typeof sexes] || person.sex)],
    [t.nationality, person.nationality && countryName(person.nationality)],
    [t.number, number, Boolean(document && document.number)],
    [t.bound, levelWord(level)],
  ).concat(records.map((record) => ({ label: capital(recordName(record)), value: recordDetail(record), mono: false })))
}

function remarks(preview: PresentationPreview, hidden: Piece[], decided: boolean): Remark[] {
  const { choose: t } = texts()
  const { sealedTo, open, needsPassport, binding, linkable } = preview
  const names = hidden.map(({ word: name }) => name).join(texts().common.list)
  const list: Remark[] = []
  if (names) list.push({ icon: 'hidden', tone: '', heading: fill(t.withheld, { names }), text: t.withheldWhy })
  if (decided && open) list.push({ icon: 'open', tone: '', heading: t.openSeen, text: t.openSeenWhy })
  if (!open) list.push({ icon: 'lock', tone: '', heading: fill(t.sealed, { names: namesIn(sealedTo) }), text: needsPassport ? t.passportSeen : t.sealedSeen })
  list.push({ icon: 'key', tone: '', heading: t.binding[binding], text: t.bindingWhy[binding] })
  if (linkable) list.push(binding === 'issuer-bound' ? { icon: 'rule', tone: 'cond', heading: t.linkable, text: t.linkableWhy } : { icon: 'none', tone: '', heading: t.linkable, text: t.linkableWholeWhy })
  return list
}

function countOf(withheld: Undisclosed[], place: string): number {
  return withheld.filter(({ at }) => at === place).reduce((sum, { count }) => sum + count, 0)
}

function pieceName({ kind, record }: Disclosure): string {
  if (record) return recordName(record)
  const { pieces: names } = texts().choose
  return kind in names ? names[kind as keyof typeof names] : kind
}

function pieceDetail({ kind, value, record }: Disclosure): string {
  const { choose: t } = texts()
  if (record) return recordDetail(record)
  if (kind === 'document-number') return value ? fill(t.numberWhy, { tail: value.replace('…', '') }) : ''
  if (kind === 'birth-date') return value ? day(value, language()) : ''
  return (kind === 'nationality' && value && countryName(value)) || value || ''
}

/** "COVID-19 vaccination". */
function recordName({ kind, disease, antibody }: Record): string {
  const { certificate: t, kinds } = texts()
  const named = coded('disease', disease)
  const what = antibody ? `${kinds[kind]} ${antibody}` : kinds[kind]
  return named ? fill(t.named, { disease: named, kind: what }) : what
}

/** "negative, 20 Nov, Haikou" or "dose 2 of 2, 6 Nov, Haikou": what tells one record from another. */
function recordDetail(record: Record): string {
  const { common, choose: t } = texts()
  const { dose, doses, result, date, facility, city } = record
  const count = dose === undefined ? undefined : doses === undefined ? fill(t.dose, { n: dose }) : fill(t.doseOf, { n: dose, of: doses })
  return [coded('result', result), count, date && moment(date, language()), city || facility].filter(Boolean).join(common.comma)
}

function capital(text: string): string {
  return text ? text[0].toUpperCase() + text.slice(1) : text
}

/** The same for any certificate; nothing for one that has no one-time codes or cannot be shown. */
export function keysOf({ wallet }: Session, certificateId: string): Remark | null {
  try {
    return keysLine(wallet.choices(certificateId, now()))
  } catch (failure) {
    return null
  }
}

/** How many one-time codes are left, and whether to ask for more. */
export function keysLine({ kind, keys, keysLeft }: PresentationChoices): Remark | null {
  const { choose: t } = texts()
  if (kind !== 'selective') return null
  if (keysLeft === 0) return { icon: 'rule', tone: 'cond', heading: t.keysNone, text: t.keysNoneWhy }
  return { icon: 'key', tone: '', heading: fill(keys === 1 ? t.keysOne : t.keysLeft, { n: keysLeft, of: keys }), text: t.keysWhy }
}

/** A word for what a reader reads in place of a code, for those who cannot see it. */
export function sealedWord(readers: RecipientView[]): string {
  const { choose: t } = texts()
  return readers.length > 0 ? fill(t.sealed, { names: namesIn(readers) }) : t.open
}
