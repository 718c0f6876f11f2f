import type * as api from '../types/wallet'
import { call } from './error'
import type { RawWallet, WalletCore } from './raw'
import { Judge } from './judge'
import { running } from './start'

export { evaluateLogic } from './judge'
export * from './verifier'
export { seedEntropy } from './shared'

export const BATCH = 8

export class Wallet extends Judge<RawWallet> implements api.Wallet {
  private constructor(raw: RawWallet) {
    super(raw)
  }

  static open(records: api.StoredRecord[]): Wallet {
    const core = running<WalletCore>()
    return new Wallet(call(() => core.Wallet.open(JSON.stringify(records))))
  }

  problems(): api.StorageProblem[] {
    return JSON.parse(call(() => this.raw.problems()))
  }

  takeChanges(): api.StoredChange[] {
    return JSON.parse(call(() => this.raw.takeChanges()))
  }

  loadTrust(bundle: Uint8Array, root: string, at: string): api.TrustSummary {
    return JSON.parse(call(() => this.raw.loadTrust(bundle, root, at)))
  }

  overview(at: string): api.Overview {
    return JSON.parse(call(() => this.raw.overview(at)))
  }

  setTrip(trip: api.Trip | null): void {
    call(() => this.raw.setTrip(trip ? JSON.stringify(trip) : undefined))
  }

  trip(): api.Trip | null {
    return JSON.parse(call(() => this.raw.trip()) ?? 'null')
  }

  decide(personId: string, at: string): api.PersonDecision {
    return JSON.parse(call(() => this.raw.decide(personId, at)))
  }

  add(text: string, at: string): api.Added {
    return JSON.parse(call(() => this.raw.add(text, at)))
  }

  certificate(id: string, at: string): api.CertificateDetail {
    return JSON.parse(call(() => this.raw.certificate(id, at)))
  }

  bind(personId: string | null, document: api.TypedDocument, at: string): api.Bound {
    const person = personId ?? undefined
    return JSON.parse(call(() => this.raw.bind(person, JSON.stringify(document), at)))
  }

  bindRead(personId: string | null, read: api.ReadDocument, at: string): api.Bound {
    const person = personId ?? undefined
    return JSON.parse(call(() => this.raw.bindRead(person, JSON.stringify(read), at)))
  }

  present(certificateId: string, at: string, medium: api.Medium): api.Presentation {
    return JSON.parse(call(() => this.raw.present(certificateId, at, medium)))
  }

  request(personId: string, count: number, at: string): api.Requested {
    return JSON.parse(call(() => this.raw.request(personId, count, at)))
  }

  choices(certificateId: string, at: string): api.PresentationChoices {
    return JSON.parse(call(() => this.raw.choices(certificateId, at)))
  }

  question(text: string, at: string): api.QuestionView {
    return JSON.parse(call(() => this.raw.question(text, at)))
  }

  preview(certificateId: string, choice: api.PresentationChoice, at: string): api.PresentationPreview {
    return JSON.parse(call(() => this.raw.preview(certificateId, JSON.stringify(choice), at)))
  }

  showFresh(certificateId: string, choice: api.PresentationChoice, at: string): api.FreshPresentation {
    return JSON.parse(call(() => this.raw.showFresh(certificateId, JSON.stringify(choice), at)))
  }

  endShowing(): void {
    call(() => this.raw.endShowing())
  }

  removeCertificate(id: string): void {
    call(() => this.raw.removeCertificate(id))
  }

  removePerson(id: string): void {
    call(() => this.raw.removePerson(id))
  }

  unbind(personId: string): void {
    call(() => this.raw.unbind(personId))
  }

  erase(): void {
    call(() => this.raw.erase())
  }
}

export function checkTyped(input: api.TypedDocument, at: string): api.TypedAssessment {
  const core = running<WalletCore>()
  return JSON.parse(call(() => core.checkTyped(JSON.stringify(input), at)))
}

export function repairMrz(lines: string[], at = new Date().toISOString()): api.Repair {
  const core = running<WalletCore>()
  return JSON.parse(call(() => core.repairMrz(lines.join('\n'), at)))
}
