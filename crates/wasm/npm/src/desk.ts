import type * as api from '../types/desk'
import type { Report } from '../types/data'
import { call } from './error'
import type { DeskCore, RawDesk } from './raw'
import { Judge } from './judge'
import { running } from './start'

export { evaluateLogic } from './judge'
export * from './verifier'
export { seedEntropy } from './shared'

export class Desk extends Judge<RawDesk> implements api.Desk {
  constructor(name?: string) {
    const { Desk: Raw } = running<DeskCore>()
    super(call(() => new Raw(name)))
  }

  loadTrust(bundle: Uint8Array, root: string, at: string): api.TrustSummary {
    return JSON.parse(call(() => this.raw.loadTrust(bundle, root, at)))
  }

  clearTrust(): void {
    call(() => this.raw.clearTrust())
  }

  loadKey(pem: string, passphrase: string, at: string): api.AuthorityKey {
    return JSON.parse(call(() => this.raw.loadKey(pem, passphrase, at)))
  }

  keys(at: string): api.AuthorityKey[] {
    return JSON.parse(call(() => this.raw.keys(at)))
  }

  lock(): void {
    call(() => this.raw.lock())
  }

  wipe(): void {
    call(() => this.raw.wipe())
  }

  ask(at: string, sealTo?: string): api.Question {
    return JSON.parse(call(() => this.raw.ask(at, sealTo)))
  }

  stopAsking(): void {
    call(() => this.raw.stopAsking())
  }

  verify(text: string, options: api.DeskOptions = {}): Report {
    const [rest, trip] = apart(options)
    return JSON.parse(this.verifyJson(text, rest, trip))
  }

  verifyTogether(texts: string[], options: api.DeskOptions = {}): api.Together {
    const [rest, trip] = apart(options)
    return JSON.parse(call(() => this.raw.verifyTogetherJson(JSON.stringify(texts), rest, trip)))
  }

  verifyJson(text: string, optionsJson: string, tripJson?: string): string {
    return call(() => this.raw.verifyJson(text, optionsJson, tripJson))
  }
}

/** The options and the trip as JSON. */
function apart({ trip, ...options }: api.DeskOptions): [string, string | undefined] {
  const dated = { ...options, at: options.at ?? new Date().toISOString() }
  return [JSON.stringify(dated), trip && JSON.stringify(trip)]
}
