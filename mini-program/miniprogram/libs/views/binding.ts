import type { Bound, MrzFields, PersonView } from '../../core/healthpass'
import { now, Session } from '../core'
import { day } from '../format'
import { language, sentences, texts } from '../i18n'
import { Fact, facts } from './facts'
import { CertificateLine, certificateLine, documentFacts, PersonLine, personLine } from './people'
import { countryName } from './records'

/** A certificate after binding, and why it does not agree with the passport if it does not. */
interface Compared extends CertificateLine {
  reasons: string[]
}

/** What binding a passport has come to. */
export interface Outcome {
  person: PersonLine | null
  facts: Fact[]
  agree: Compared[]
  differ: Compared[]
  /** A certificate that can be shown now; empty when there is none. */
  showable: string
}

export function outcomeOf(session: Session, { personId, document, matched, mismatched }: Bound): Outcome {
  const person = findPerson(session, personId)
  const lines = (list: { id: string; reasons: string[] }[]) => (person ? list.reduce<Compared[]>((all, item) => all.concat(compare(person, item)), []) : [])
  const showable = person && person.certificates.find((certificate) => certificate.showable)
  return {
    person: person ? personLine(person) : null,
    facts: documentFacts(document),
    agree: lines(matched.map((id) => ({ id, reasons: [] }))),
    differ: lines(mismatched.map(({ certificateId, reasons }) => ({ id: certificateId, reasons: sentences(reasons) }))),
    showable: showable ? showable.id : '',
  }
}

export function findPerson({ wallet }: Session, id: string): PersonView | undefined {
  return wallet.overview(now()).people.find((person) => person.id === id)
}

function compare(person: PersonView, { id, reasons }: { id: string; reasons: string[] }): Compared[] {
  return person.certificates.filter((certificate) => certificate.id === id).map((certificate) => ({ ...certificateLine(certificate, person), reasons }))
}

/** What the zone's lines say, field by field, to be held against the passport. */
export function zoneFacts({ surname, givenNames, nativeName, number, birthDate, sex, expiresOn, nationality, issuer }: MrzFields): Fact[] {
  const { scan: t } = texts()
  return facts(
    [t.surname, surname],
    [t.givenNames, givenNames],
    [t.nativeName, nativeName],
    [t.number, number, true],
    [t.birth, birthDate && day(birthDate, language())],
    [t.sex, t.sexes[sex as keyof typeof t.sexes] || sex],
    [t.expiry, expiresOn && day(expiresOn, language())],
    [t.nationality, nationality && countryName(nationality)],
    [t.issuer, issuer && countryName(issuer)],
  )
}
