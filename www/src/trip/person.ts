/** Whose certificates they are, as they say. */
import type { Certificate, Report } from 'healthpass/desk'

/** The name a certificate is on, Latin before native. */
export function nameOf(report: Report | undefined): string | undefined {
  const person = report?.certificate?.person
  return person && (latin(person) || person.nativeName)
}

function latin(person: Certificate['person']): string {
  return person.fullName ?? [person.icaoSurname ?? person.surname, person.icaoGivenNames ?? person.givenNames].filter(Boolean).join(' ').replace(/</g, ' ').trim()
}

/** Whether what they say of the person cannot be the same. Spelling is no difference; a word order is. */
export function differ(reports: readonly Report[]): boolean {
  const people = reports.flatMap(({ certificate }) => (certificate ? [certificate.person] : []))
  const several = (values: readonly (string | undefined)[]) => new Set(values.filter(Boolean)).size > 1
  const folded = (text: string) => text.normalize('NFD').replace(/[^\p{L}]/gu, '').toUpperCase()
  return several(people.map(({ birthDate }) => (birthDate?.length === 10 ? birthDate : undefined))) || several(people.map((person) => folded(latin(person))))
}
