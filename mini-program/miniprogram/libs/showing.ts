import type { PresentationChoice, PresentationChoices, QuestionView, RecipientView } from '../core/healthpass'
import { now, Session } from './core'
import { LastChoice, lastChoice, lastDestination, rememberChoice } from './last-choice'

/** Authorities one code can be sealed to: what a symbol has room for. */
export const MOST_READERS = 2

/** A showing that is being prepared: handed from screen to screen in memory, never in an address. */
export interface Draft extends LastChoice {
  certificateId: string
  /** An officer's question and what it says, while one is being answered. */
  challenge: string
  question: QuestionView | null
}

let draft: Draft | null = null

/** The showing of this certificate as prepared so far: else as it was shown last, else as a reader needs it. */
export async function prepare({ wallet }: Session, certificateId: string): Promise<Draft> {
  if (draft && draft.certificateId === certificateId) return draft
  const choices = wallet.choices(certificateId, now())
  const last = await lastChoice(certificateId)
  draft = { certificateId, challenge: '', question: null, ...(last ? stillGood(last, choices) : await firstChoice(choices)) }
  return draft
}

/** What is prepared for this certificate, if anything is. */
export function prepared(certificateId: string): Draft | null {
  return draft && draft.certificateId === certificateId ? draft : null
}

export function change(changes: Partial<Draft>): void {
  if (draft) draft = { ...draft, ...changes }
}

/** The showing is over: the next begins with what was chosen last. */
export function forget(): void {
  draft = null
}

export function remember({ certificateId, destination, open, disclose, sealTo, withPassport }: Draft): Promise<void> {
  return rememberChoice(certificateId, { destination, open, disclose, sealTo, withPassport })
}

export function choiceOf({ disclose, sealTo, withPassport, challenge, open }: Draft): PresentationChoice {
  const sealed = !open && sealTo.length > 0
  return { disclose, sealTo: sealed ? sealTo : [], withPassport: sealed && withPassport, ...(challenge && { challenge }) }
}

/** Whether it is settled who can read it. */
export function isDecided({ open, sealTo }: Draft): boolean {
  return open || sealTo.length > 0
}

export function servesAt({ destinations, country }: RecipientView, destination: string): boolean {
  return (destinations || [country]).indexOf(destination) >= 0
}

/** Every state somebody can be named for, each once. */
export function destinationsOf(recipients: RecipientView[]): string[] {
  const all = recipients.reduce<string[]>((codes, { destinations, country }) => codes.concat(destinations || [country]), [])
  return all.filter((code, i) => all.indexOf(code) === i)
}

/** Everything but the document number, which the reader checks against the passport in hand without being told it. */
async function firstChoice(choices: PresentationChoices): Promise<LastChoice> {
  const disclose = choices.disclosures.filter(({ kind }) => kind !== 'document-number').map(({ id }) => id)
  const destination = await lastDestination()
  return { disclose, withPassport: false, ...readersAt(choices, destination) }
}

/** Pieces and authorities that are no longer there are left out; an authority whose key changed is taken with its new one. */
function stillGood(last: LastChoice, choices: PresentationChoices): LastChoice {
  const { disclosures, recipients } = choices
  const disclose = last.disclose.filter((id) => disclosures.some((each) => each.id === id))
  const sealTo = last.sealTo.filter((kid) => recipients.some((each) => each.kid === kid))
  if (last.open || sealTo.length > 0) return { ...last, disclose, sealTo }
  return { ...last, disclose, ...readersAt(choices, last.destination) }
}

function readersAt({ recipients }: PresentationChoices, destination: string): Pick<LastChoice, 'destination' | 'open' | 'sealTo'> {
  const first = recipients.find((recipient) => servesAt(recipient, destination))
  if (first) return { destination, open: false, sealTo: [first.kid] }
  return { destination: '', open: recipients.length === 0, sealTo: [] }
}
