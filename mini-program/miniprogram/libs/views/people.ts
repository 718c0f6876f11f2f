import type { BoundDocument, CertificateSummary, PersonView, Report } from '../../core/healthpass'
import { day, shortDay } from '../format'
import { fill, language, sentence, texts, word } from '../i18n'
import { Fact, facts } from './facts'
import { countryName } from './records'
import { Mark, markOf } from './verdict'

/** A person as listed: both scripts, how firmly bound, and what there is to show. */
export interface PersonLine {
  id: string
  name: string
  latin: string
  binding: Mark
  bound: boolean
  certificates: CertificateLine[]
}

export interface CertificateLine {
  id: string
  title: string
  detail: string
  mark: Mark | null
  showable: boolean
}

/** What has to be done before a shut gate opens. */
export type Remedy = 'bind' | 'rebind' | 'compare' | 'renew'

export function personLine(person: PersonView): PersonLine {
  return {
    id: person.id,
    ...namesOf(person),
    binding: bindingOf(person),
    bound: Boolean(person.document),
    certificates: person.certificates.map((certificate) => certificateLine(certificate, person)),
  }
}

/** 汉字 first for the holder; Latin letters alone when there is nothing else. */
export function namesOf({ nativeName, latinName, document }: Pick<PersonView, 'nativeName' | 'latinName' | 'document'>): { name: string; latin: string } {
  const latin = latinName || (document ? latinOf(document) : '')
  const name = nativeName || (document && document.nativeName) || ''
  return name ? { name, latin } : { name: latin || texts().person.unnamed, latin: '' }
}

export function latinOf({ surname, givenNames }: BoundDocument): string {
  return [surname, givenNames].filter(Boolean).join(' ')
}

/** How firmly the passport is bound, in words. */
export function bindingOf({ document, documentExpired }: Pick<PersonView, 'document' | 'documentExpired'>): Mark {
  const { person: t, holds } = texts()
  if (!document) return { tone: '', icon: 'unknown', text: t.unbound }
  const named = { document: holds[document.kind], tail: document.numberTail }
  if (documentExpired) return { tone: 'stop', icon: 'cross', text: fill(t.expired, { ...named, date: day(document.expiresOn, language()) }) }
  const icon = document.level === 'typed' ? 'keys' : document.level === 'scanned' ? 'camera' : 'chip'
  return { tone: '', icon, text: fill(t.bound, { ...named, level: levelWord(document.level) }) }
}

/** How a passport was bound: the officer sees the same words. */
export function levelWord(level: string): string {
  return word(`level.${level}`) || level
}

export function documentFacts(document: BoundDocument): Fact[] {
  const { bind: t } = texts()
  return facts(
    [t.document, word(`document.${document.kind}`) || document.kind],
    [t.name, [document.nativeName, latinOf(document)].filter(Boolean).join(' ')],
    [t.issuer, countryName(document.issuer)],
    [t.born, day(document.birthDate, language())],
    [t.expires, day(document.expiresOn, language())],
  )
}

export function certificateLine(certificate: CertificateSummary, { document }: PersonView): CertificateLine {
  return {
    id: certificate.id,
    title: titleOf(certificate),
    detail: detailOf(certificate),
    mark: certificate.verdict === 'verified' ? gateMark(certificate, document) : markOf(certificate.verdict),
    showable: certificate.showable,
  }
}

/** A shut gate is said at the person while no passport is bound, at the certificate otherwise. */
function gateMark({ showable, blocked }: CertificateSummary, document: PersonView['document']): Mark | null {
  if (showable || !document || !blocked) return null
  return { tone: 'cond', icon: 'rule', text: sentence(blocked) }
}

function titleOf({ format, kinds, diseases }: CertificateSummary): string {
  const { certificate: t, kinds: words } = texts()
  if (format === 'ithc') return word('format.ithc') || t.generic
  if (kinds.length === 0) return t.generic
  const kind = kinds.map((each) => words[each]).join(texts().common.list)
  const disease = diseases.map((code) => word(`disease.${code}`) || code).join(texts().common.list)
  const title = disease ? fill(t.named, { disease, kind }) : kind
  return title[0].toUpperCase() + title.slice(1)
}

function detailOf({ format, kinds, expiresAt }: CertificateSummary): string {
  const { certificate: t, common } = texts()
  const subject = format === 'ithc' ? kinds.map((kind) => t.contents[kind]).join(common.list) : format ? word(`format.${format}`) : ''
  const expiry = expiresAt && fill(t.validTo, { date: shortDay(expiresAt, language()) })
  const detail = [subject, expiry].filter(Boolean).join(common.comma)
  return detail && detail[0].toUpperCase() + detail.slice(1)
}

/** The one thing to do about a certificate that cannot be shown. */
export function remedyFor(person: PersonView, { verdict, checks }: Report): Remedy {
  if (!person.document) return 'bind'
  if (person.documentExpired) return 'rebind'
  return verdict === 'holder-mismatch' || checks.holder.state === 'fail' ? 'compare' : 'renew'
}
