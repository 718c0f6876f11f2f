/** The code beside the passport, field by field; without a passport, what to compare by eye. */
import type { Certificate, MrzFields, Reason, Report } from 'healthpass/verifier'
import { h, icon, panel, type Child } from '../dom'
import { because, country, when } from '../format'
import { t, tag } from '../i18n'
import { difference, folded, type Piece } from './difference'
import { passportForm } from './passport'
import type { Shown } from './shown'

interface Row {
  readonly label: string
  readonly ours: string | undefined
  readonly theirs: string | undefined
  /** Places of the holder check's reasons that speak of this row. */
  readonly places: readonly string[]
  /** Instead of a missing value of the code. */
  readonly absent?: string
  readonly show?: (value: string) => string
}

export function comparePanel(shown: Shown, certificate: Certificate, compared: (lines: readonly string[] | null) => void): HTMLElement {
  const fields = shown.passport?.mrz.fields
  return panel('compare-title', t('compareTitle'),
    who(certificate),
    h('table', { class: `cmp${fields ? '' : ' one'}`, id: 'compare' },
      h('thead', {}, h('tr', {}, h('th', {}), h('th', { scope: 'col' }, t('inCode')), fields && h('th', { scope: 'col' }, t('inPassport')), fields && h('th', {}))),
      h('tbody', {}, rows(certificate, fields).map((row) => tableRow(row, shown.report, fields !== undefined)), face(fields !== undefined))),
    general(shown.report, fields !== undefined),
    passportForm(shown, compared))
}

function who({ person }: Certificate): HTMLElement {
  const latin = [person.icaoSurname ?? person.surname, person.icaoGivenNames ?? person.givenNames].filter(Boolean).join(' ').replace(/</g, ' ').trim() || person.fullName
  return h('div', { class: 'who', id: 'who' },
    latin && h('p', { class: 'name', lang: 'en' }, latin),
    person.nativeName && h('p', { class: latin ? 'han' : 'name', lang: tag('zh') }, person.nativeName))
}

function rows({ person, document }: Certificate, fields: MrzFields | undefined): Row[] {
  const all: (Row | null)[] = [
    ...names(person, fields),
    { label: t('birthDate'), ours: person.birthDate, theirs: fields?.birthDate, places: ['birth'], show: when },
    { label: t('documentNumber'), ours: document?.number, theirs: fields?.number, places: ['number'], absent: document?.committed ? t('committed') : t('notInCode') },
    optional({ label: t('documentIssuer'), ours: document?.issuer, theirs: fields?.issuer, places: ['issuer'], show: country }),
    optional({ label: t('nationality'), ours: person.nationality, theirs: fields?.nationality, places: ['nationality'], show: country }),
    optional({ label: t('sex'), ours: person.sex, theirs: fields?.sex, places: ['sex'] }),
    person.nativeName && fields?.nativeName ? { label: t('nativeName'), ours: person.nativeName, theirs: fields.nativeName, places: ['native-name'] } : null,
    fields ? { label: t('documentExpiry'), ours: undefined, theirs: fields.expiresOn, places: ['expiry'], show: when } : null,
  ]
  return all.filter((row) => row !== null)
}

/** A name as the certificate has it: divided into surname and given names, or whole. */
function names(person: Certificate['person'], fields: MrzFields | undefined): Row[] {
  if (person.fullName) {
    const theirs = fields && [fields.surname, fields.givenNames].filter(Boolean).join(' ')
    return [{ label: t('fullName'), ours: person.fullName, theirs, places: ['name', 'surname', 'given-names'] }]
  }
  return [
    { label: t('surname'), ours: person.surname ?? plain(person.icaoSurname), theirs: fields?.surname, places: ['name', 'surname'] },
    { label: t('givenNames'), ours: person.givenNames ?? plain(person.icaoGivenNames), theirs: fields?.givenNames, places: ['given-names'] },
  ]
}

/** A row for what few codes hold: shown when this one does. */
function optional(row: Row): Row | null {
  return row.ours === undefined ? null : row
}

function plain(icao: string | undefined): string | undefined {
  return icao?.replace(/</g, ' ').trim()
}

function tableRow(row: Row, report: Report, withPassport: boolean): HTMLElement {
  const show = row.show ?? ((value: string) => value)
  const [ours, theirs] = [row.ours && show(row.ours), row.theirs && show(row.theirs)]
  const [left, right] = ours && theirs ? difference(ours, theirs) : [whole(ours), whole(theirs)]
  return h('tr', {},
    h('th', { scope: 'row' }, row.label),
    h('td', { 'data-l': t('inCode') }, cell(left, row.absent ?? t('notInCode'))),
    withPassport && h('td', { 'data-l': t('inPassport') }, cell(right, t('notInZone'))),
    withPassport && h('td', { class: 'same' }, state(row, report)))
}

function whole(text: string | undefined): Piece[] {
  return text ? [{ text, differs: false }] : []
}

function cell(pieces: readonly Piece[], absent: string): Child {
  if (pieces.length === 0) return h('span', { class: 'quiet thin' }, absent)
  return pieces.map((piece) => (piece.differs ? h('mark', {}, piece.text) : piece.text))
}

/** What the holder check says of this row; letters alone decide nothing. */
function state(row: Row, report: Report): Child {
  if (row.ours === undefined || row.theirs === undefined) return null
  const { holder } = report.checks
  const reason = holder.reasons.find((one) => row.places.includes(one.at ?? ''))
  if (reason) return reasoned(reason, holder.state)
  if (folded(row.ours) === folded(row.theirs)) return said('tick', t('same'), '')
  if (holder.state === 'pass') return said('tick', t('sameMeaning'), '')
  return holder.state === 'fail' ? said('cross', t('differs'), 'is-stop') : said('unknown', t('cannotTell'), 'is-none')
}

function reasoned(reason: Reason, state: string): Child {
  if (state === 'fail') return said('cross', because(reason), 'is-stop')
  return state === 'pass' ? said('tick', because(reason), '') : said('unknown', because(reason), 'is-none')
}

function said(shape: string, text: string, kind: string): HTMLElement {
  return h('span', { class: `state ${kind}` }, icon(shape), h('span', {}, text))
}

function face(withPassport: boolean): HTMLElement {
  return h('tr', {},
    h('th', { scope: 'row' }, t('face')),
    h('td', { class: 'thin', colspan: withPassport ? 2 : undefined }, t('faceHint')),
    withPassport && h('td', { class: 'same' }, said('unknown', t('faceState'), 'is-none')))
}

/** Reasons of the holder check that belong to no row. */
function general(report: Report, withPassport: boolean): Child {
  if (!withPassport) return null
  const placed = ['name', 'surname', 'given-names', 'birth', 'number', 'issuer', 'nationality', 'sex', 'native-name', 'expiry']
  const others = report.checks.holder.reasons.filter((reason) => !placed.includes(reason.at ?? ''))
  return others.map((reason) => h('p', { class: 'limits' }, because(reason)))
}
