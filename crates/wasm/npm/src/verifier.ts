import type * as api from '../types/verifier'
import type { Report } from '../types/data'
import { call } from './error'
import type { RawVerifier, VerifierCore } from './raw'
import { running } from './start'

export { HealthpassError } from './error'
export { parseMrz, version } from './shared'

export class Verifier implements api.Verifier {
  readonly #raw: RawVerifier

  constructor() {
    const { Verifier: Raw } = running<VerifierCore>()
    this.#raw = call(() => new Raw())
  }

  loadTrust(bundle: Uint8Array, root: string, at: string): api.TrustSummary {
    return JSON.parse(call(() => this.#raw.loadTrust(bundle, root, at)))
  }

  verify(text: string, options: api.VerifyOptions = {}): Report {
    const dated = { ...options, at: options.at ?? new Date().toISOString() }
    return JSON.parse(this.verifyJson(text, JSON.stringify(dated)))
  }

  verifyJson(text: string, optionsJson: string): string {
    return call(() => this.#raw.verifyJson(text, optionsJson))
  }
}

export function inspect(text: string): api.Stage[] {
  const core = running<VerifierCore>()
  return JSON.parse(call(() => core.inspect(text)))
}

export function collectParts(texts: string[]): api.Parts | null {
  const core = running<VerifierCore>()
  return JSON.parse(call(() => core.collectParts(JSON.stringify(texts))))
}

export function verifySignature(
  spki: Uint8Array,
  algorithm: number,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  const core = running<VerifierCore>()
  return call(() => core.verifySignature(spki, algorithm, message, signature))
}
