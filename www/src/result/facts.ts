/** What the code says: records, blocks, issuer, key. */
import type { Block, Certificate, Coded, Record as HealthRecord, Report } from 'healthpass/verifier'
import { deviceName } from '../devices'
import { facts, h, icon, type Child } from '../dom'
import { country, day, days, named, when } from '../format'
import { t, word } from '../i18n'
import { deciding } from './verdict'
import { ORDER } from './checks'

const BLOCK_SHAPES = { 'found': 'ring', 'none-found': 'none', 'not-connected': 'unknown' } as const

/** The certificate and its key. */
export function certificateFacts(report: Report, certificate: Certificate): HTMLElement {
  return facts([
    [t('guardian'), certificate.person.guardian],
    [t('personNumber'), certificate.person.identifier],
    [t('document'), certificate.document?.kind && word(`document.${certificate.document.kind}`)],
    ...link(certificate),
    ...certificate.records.map((record) => [titleOf(record), recordLines(record)] as const),
    ...certificate.blocks.filter(tellsMore).map((block) => [word(`kind.${block.kind}`), blockLines(block)] as const),
    [t('issuedBy'), lines([
      certificate.issuer.name,
      country(certificate.issuer.country),
      certificate.issuer.id && h('span', { class: 'mono small' }, certificate.issuer.id),
    ])],
    [t('kindOfCode'), report.format && word(`format.${report.format}`)],
    [t('issued'), when(certificate.issuedAt)],
    [t('expires'), when(certificate.expiresAt)],
    [t('restated'), provenance(certificate)],
    ...statement(certificate),
    ...keyRows(report),
  ])
}

/** Where a code without an answer stopped; nothing of its content. */
export function stoppedFacts(report: Report): HTMLElement {
  const stop = deciding(report)
  const forged = report.verdict === 'not-genuine'
  return facts([
    [t('failedStep'), stop && t('stepOf', { n: ORDER.indexOf(stop.name) + 1, name: word(`check.${stop.name}`) })],
    [t('reasonCode'), stop && h('span', { class: 'mono small' }, stop.check.reasons.map((reason) => reason.code).join(' '))],
    [t('keyNamed'), report.key && h('span', { class: 'mono small' }, report.key.kid ?? '')],
    [t('content'), forged ? t('contentHidden') : t('contentNone')],
  ])
}

/** Where records can be fetched; this page fetches nothing. */
function link({ link }: Certificate): (readonly [string, Child])[] {
  if (!link) return []
  const details = [link.expiresAt && t('linkUntil', { at: when(link.expiresAt) }), link.passcodeNeeded && t('linkPasscode'), t('linkNotFetched')]
  return [[t('link'), [lines([link.label, h('span', { class: 'mono small' }, link.url)]), small(details)]]]
}

function titleOf(record: HealthRecord): Child {
  const disease = record.disease && (named('disease', record.disease.code) ?? record.disease.display ?? record.disease.code)
  const kind = record.antibody ? `${word(`kind.${record.kind}`)} ${record.antibody}` : word(`kind.${record.kind}`)
  return lines([disease, kind])
}

function recordLines(record: HealthRecord): Child {
  const result = record.result && inWords('result', record.result)
  const dose = record.dose && (record.doses ? t('doseOf', { n: record.dose, of: record.doses }) : t('dose', { n: record.dose }))
  const date = record.kind === 'test' || record.kind === 'antibody' ? stated('sampled', record.date) : when(record.date)
  const place = [record.facility, record.city, country(record.country)].filter(Boolean).join(t('comma'))
  const details = [
    record.prophylaxis && inWords('prophylaxis', record.prophylaxis),
    record.product && inWords('product', record.product),
    record.maker && inWords('maker', record.maker),
    record.method && inWords('method', record.method),
    stated('resulted', record.resultedAt),
    stated('firstPositive', record.firstPositive),
    stated('validFrom', record.validFrom),
    stated('validUntil', record.validUntil),
    stated('nextDue', record.nextDue),
    record.batch && t('batch', { batch: record.batch }),
    place,
    record.issuer && t('recordedBy', { name: record.issuer }),
    record.clinician && t('clinician', { name: record.clinician }),
  ]
  return [
    h('span', { class: 'line strong' }, [result, dose, date].filter(Boolean).join(t('comma'))),
    small(details),
    record.identifier && h('span', { class: 'line small mono quiet' }, record.identifier),
  ]
}

function stated(key: 'sampled' | 'resulted' | 'firstPositive' | 'validFrom' | 'validUntil' | 'nextDue', at: string | undefined): string {
  return at ? t(key, { at: when(at) }) : ''
}

/** A code's word, else the catalogue's proper name, else the code and that it is not known. */
function inWords(catalogue: string, coded: Coded): string {
  const name = named(catalogue, coded.code) ?? coded.display ?? deviceName(coded)
  return name ?? (coded.inCatalogue === false ? t('notInCatalogue', { code: coded.code }) : coded.code)
}

/** Records speak for themselves; a block adds what was not found, or who was asked. */
function tellsMore(block: Block): boolean {
  return block.state !== 'found' || block.source !== undefined || block.askedAt !== undefined
}

function blockLines(block: Block): Child {
  const at = when(block.askedAt)
  const asked = block.source && at ? t('askedOf', { source: block.source, at }) : at ? t('asked', { at }) : block.source
  return [
    h('span', { class: 'state' }, icon(BLOCK_SHAPES[block.state]), word(`block.${block.state}`)),
    small([asked]),
  ]
}

function provenance(certificate: Certificate): Child {
  const from = certificate.provenance
  if (!from) return null
  if (from.format === 'paper') return lines([t('restatedPaper'), country(from.issuer)])
  return lines([from.format && word(`format.${from.format}`), country(from.issuer), from.check && word(`verdict.${from.check}`)])
}

function statement(certificate: Certificate): (readonly [string, Child])[] {
  const declared = certificate.statement
  if (!declared) return []
  const answers = declared.answers.map((answer) => `${answer.question}: ${t(answer.yes ? 'yes' : 'no')}`)
  return [[t('statement'), [lines([[declared.flight, when(declared.date), declared.port].filter(Boolean).join(t('comma'))]), small(answers)]]]
}

function keyRows(report: Report): (readonly [string, Child])[] {
  const { key } = report
  if (!key) return []
  const validity = key.notBefore && key.notAfter ? t('fromTo', { from: day(key.notBefore), to: day(key.notAfter) }) : ''
  const source = key.source === 'given' ? t('givenKey') : key.source
  const listed = source && key.listAge !== null
    ? key.listAge === 0 ? t('listOfToday', { name: source }) : t('listOfAge', { name: source, age: days(key.listAge) })
    : source
  return [
    [t('key'), lines([country(key.country), key.kid && h('span', { class: 'mono small' }, key.kid)])],
    [t('keyValidity'), validity],
    [t('list'), listed],
  ]
}

function lines(parts: readonly Child[]): Child {
  return parts.filter(Boolean).map((part) => h('span', { class: 'line' }, part))
}

function small(parts: readonly (string | undefined | false)[]): Child {
  return parts.filter((part): part is string => Boolean(part)).map((part) => h('span', { class: 'line small quiet' }, part))
}
