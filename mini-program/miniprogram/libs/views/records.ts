import type { Block, Certificate, Coded, Record, RecordKind, Report } from '../../core/healthpass'
import { day, moment } from '../format'
import { deviceName, fill, language, texts, word } from '../i18n'
import { Fact, facts } from './facts'
import type { Mark } from './verdict'

/** One block of the certificate: what kind of record, what came of asking, and the records found. */
export interface BlockView {
  heading: string
  mark: Mark | null
  explanation: string
  facts: Fact[]
  records: { key: number; facts: Fact[] }[]
}

/** The blocks a format states; for a format that states none, one for each kind of record it holds. */
export function blockViews({ certificate }: Pick<Report, 'certificate'>): BlockView[] {
  if (!certificate) return []
  if (certificate.blocks.length > 0) return certificate.blocks.map((block) => statedBlock(block, certificate))
  const kinds = certificate.records.map((record) => record.kind)
  return kinds.filter((kind, i) => kinds.indexOf(kind) === i).map((kind) => plainBlock(kind, certificate))
}

function statedBlock(block: Block, certificate: Certificate): BlockView {
  const { certificate: t } = texts()
  const looks = {
    found: { mark: { tone: '' as const, icon: 'ok', text: t.found }, explanation: '' },
    'none-found': { mark: { tone: '' as const, icon: 'none', text: t.noneFound }, explanation: t.noneFoundWhy },
    'not-connected': { mark: { tone: 'none' as const, icon: 'unknown', text: t.notConnected }, explanation: t.notConnectedWhy },
  }
  return {
    heading: t.blocks[block.kind],
    ...looks[block.state],
    facts: facts([t.facts.source, block.source], [t.facts.askedAt, block.askedAt && moment(block.askedAt, language())]),
    records: recordsOf(block.kind, certificate),
  }
}

function plainBlock(kind: RecordKind, certificate: Certificate): BlockView {
  return {
    heading: texts().certificate.records[kind],
    mark: null,
    explanation: '',
    facts: [],
    records: recordsOf(kind, certificate),
  }
}

function recordsOf(kind: RecordKind, { records }: Certificate): BlockView['records'] {
  return records.filter((record) => record.kind === kind).map((record, key) => ({ key, facts: recordFacts(record) }))
}

function recordFacts(record: Record): Fact[] {
  const { facts: t } = texts().certificate
  const isTest = record.kind === 'test' || record.kind === 'antibody'
  const dated = record.date && moment(record.date, language())
  return facts(
    [t.antibody, record.antibody],
    [t.result, coded('result', record.result)],
    [t.disease, coded('disease', record.disease)],
    [isTest ? t.sampled : t.given, dated],
    [t.resulted, record.resultedAt && moment(record.resultedAt, language())],
    [t.firstPositive, record.firstPositive && day(record.firstPositive, language())],
    [t.dose, doses(record)],
    [isTest ? t.device : t.product, coded('product', record.product)],
    [t.prophylaxis, coded('prophylaxis', record.prophylaxis)],
    [t.maker, coded('maker', record.maker)],
    [t.method, coded('method', record.method)],
    [t.batch, record.batch, true],
    [t.validFrom, record.validFrom && day(record.validFrom, language())],
    [t.validUntil, record.validUntil && day(record.validUntil, language())],
    [t.nextDue, record.nextDue && day(record.nextDue, language())],
    [t.facility, place(record)],
    [t.country, record.country && countryName(record.country)],
    [t.recordedBy, record.issuer],
    [t.clinician, record.clinician],
    [t.identifier, record.identifier, true],
  )
}

function doses({ dose, doses: of }: Record): string | undefined {
  const { facts: t } = texts().certificate
  if (dose === undefined) return undefined
  return of === undefined ? fill(t.doseOnly, { n: dose }) : fill(t.doseOf, { n: dose, of })
}

function place({ facility, city }: Record): string | undefined {
  return [facility, city].filter(Boolean).join(texts().common.comma) || undefined
}

/** A word for a code: this language's, else the product's own name, else the code as signed. */
export function coded(group: string, value: Coded | undefined): string | undefined {
  if (!value) return undefined
  const device = value.system === 'eu' ? deviceName(value.code) : undefined
  const name = word(`${group}.${value.code}`) || value.display || device || value.code
  return value.inCatalogue === false ? fill(texts().certificate.notInCatalogue, { name }) : name
}

/** A state's name where the language file has it, else its ISO 3166-1 code. */
export function countryName(code: string): string {
  return word(`country.${code}`) || code
}

/** Who issued it, when, and until when it holds. */
export function originFacts({ certificate, format }: Pick<Report, 'certificate'> & { format?: Report['format'] }): Fact[] {
  if (!certificate) return []
  const { facts: t } = texts().certificate
  const { issuer, issuedAt, expiresAt, provenance, link } = certificate
  const country = issuer.country ? countryName(issuer.country) : ''
  return facts(
    [t.issuedBy, issuer.name && issuer.name.includes(country) ? issuer.name : [issuer.name, country].filter(Boolean).join(texts().common.comma)],
    [t.signsAs, issuer.id, true],
    [t.link, link && [link.label, link.url].filter(Boolean).join(' ')],
    [t.issuedAt, issuedAt && moment(issuedAt, language())],
    [t.expiresAt, expiresAt && moment(expiresAt, language())],
    [t.format, format ? word(`format.${format}`) : undefined],
    [t.restated, provenance && [provenance.issuer && countryName(provenance.issuer), provenance.format].filter(Boolean).join(texts().common.comma)],
  )
}

/** The person and the travel document as the certificate names them. */
export function personFacts({ certificate }: Report): Fact[] {
  if (!certificate) return []
  const { facts: t } = texts().certificate
  const { person, document } = certificate
  const kind = document && document.kind ? word(`document.${document.kind}`) || document.kind : undefined
  return facts(
    [t.native, person.nativeName],
    [t.latin, person.fullName || [person.surname || person.icaoSurname, person.givenNames || person.icaoGivenNames].filter(Boolean).join(' ')],
    [t.birth, person.birthDate && day(person.birthDate, language())],
    [t.guardian, person.guardian],
    [t.personNumber, person.identifier, true],
    [t.document, document && [kind, document.number].filter(Boolean).join(texts().common.comma)],
  )
}
