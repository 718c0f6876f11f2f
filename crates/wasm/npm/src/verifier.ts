import type * as api from '../types/verifier'
import type { Report } from '../types/data'
import { call } from './error'
import type { RawVerifier } from './raw'
import { running } from './start'

export { HealthpassError } from './error'

export class Verifier implements api.Verifier {
  readonly #raw: RawVerifier

  constructor() {
    const { Verifier: Raw } = running()
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
  const core = running()
  return JSON.parse(call(() => core.inspect(text)))
}

export function collectParts(texts: string[]): api.Parts | null {
  const core = running()
  return JSON.parse(call(() => core.collectParts(JSON.stringify(texts))))
}

export function parseMrz(lines: string[], at = new Date().toISOString()): api.MrzResult {
  const core = running()
  return JSON.parse(call(() => core.parseMrz(JSON.stringify(lines), at)))
}

export function verifySignature(
  spki: Uint8Array,
  algorithm: number,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  const core = running()
  return call(() => core.verifySignature(spki, algorithm, message, signature))
}

export function version(): string {
  const core = running()
  return call(() => core.version())
}
