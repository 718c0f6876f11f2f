import type * as api from '../types/presentation'
import type { Report } from '../types/data'
import { call } from './error'
import type { PresentationCore, RawDesk } from './raw'
import { running } from './start'

export * from './verifier'
export { seedEntropy } from './shared'

export class Desk implements api.Desk {
  readonly #raw: RawDesk

  constructor(name?: string) {
    const { Desk: Raw } = running<PresentationCore>()
    this.#raw = call(() => new Raw(name))
  }

  loadTrust(bundle: Uint8Array, root: string, at: string): api.TrustSummary {
    return JSON.parse(call(() => this.#raw.loadTrust(bundle, root, at)))
  }

  loadKey(pem: string, passphrase: string, at: string): api.AuthorityKey {
    return JSON.parse(call(() => this.#raw.loadKey(pem, passphrase, at)))
  }

  keys(at: string): api.AuthorityKey[] {
    return JSON.parse(call(() => this.#raw.keys(at)))
  }

  wipe(): void {
    call(() => this.#raw.wipe())
  }

  ask(at: string, sealTo?: string): api.Question {
    return JSON.parse(call(() => this.#raw.ask(at, sealTo)))
  }

  stopAsking(): void {
    call(() => this.#raw.stopAsking())
  }

  verify(text: string, options: api.DeskOptions = {}): Report {
    const dated = { ...options, at: options.at ?? new Date().toISOString() }
    return JSON.parse(this.verifyJson(text, JSON.stringify(dated)))
  }

  verifyJson(text: string, optionsJson: string): string {
    return call(() => this.#raw.verifyJson(text, optionsJson))
  }
}
