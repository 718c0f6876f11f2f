import type * as api from '../types/passport'
import { call } from './error'
import type { PassportCore, RawAuthorities, RawChipSession, RawMrzCamera } from './raw'
import { running } from './start'

export { HealthpassError } from './error'
export { parseMrz, seedEntropy, version } from './shared'

export class MrzCamera implements api.MrzCamera {
  readonly #raw: RawMrzCamera

  constructor() {
    const { MrzCamera: Raw } = running<PassportCore>()
    this.#raw = call(() => new Raw())
  }

  read(
    pixels: Uint8Array | Uint8ClampedArray,
    width: number,
    height: number,
    at = new Date().toISOString(),
  ): api.MrzSighting {
    const bytes = new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength)
    return JSON.parse(call(() => this.#raw.read(bytes, width, height, at)))
  }

  reset(): void {
    call(() => this.#raw.reset())
  }
}

/** Authorities as the core holds them; nobody else gets at them. */
const rawAuthorities = new WeakMap<Authorities, RawAuthorities>()

export class Authorities implements api.Authorities {
  constructor() {
    const { Authorities: Raw } = running<PassportCore>()
    rawAuthorities.set(this, call(() => new Raw()))
  }

  loadTrust(bundle: Uint8Array, root: string, at: string): api.AuthoritySummary {
    return JSON.parse(call(() => raw(this).loadTrust(bundle, root, at)))
  }

  add(certificate: Uint8Array): void {
    call(() => raw(this).add(certificate))
  }

  authenticate(files: api.ChipFiles, at?: string): api.Authentication {
    return JSON.parse(this.authenticateJson(files, at))
  }

  authenticateJson({ sod, groups }: api.ChipFiles, at?: string): string {
    const files = groups.map(({ file }) => file)
    const numbers = Uint8Array.from(groups, ({ number }) => number)
    const lengths = Uint32Array.from(files, ({ length }) => length)
    const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0))
    files.reduce((start, file) => (bytes.set(file, start), start + file.length), 0)
    return call(() => raw(this).authenticate(sod, bytes, numbers, lengths, at))
  }
}

export class ChipSession implements api.ChipSession {
  readonly #raw: RawChipSession

  constructor(access: api.ChipAccess, options: api.ChipOptions = {}) {
    const { ChipSession: Raw } = running<PassportCore>()
    const { lines = [], number = '', birth = '', expiry = '' } = access
    const zone = lines.join('\n')
    this.#raw = call(() => new Raw(zone, number, birth, expiry, options.pace, new Date().toISOString()))
  }

  next(response?: Uint8Array): api.ChipStep {
    const step = JSON.parse(call(() => this.#raw.next(response)))
    return step.kind === 'send' ? { ...step, apdu: call(() => this.#raw.command()) } : step
  }

  restart(): void {
    call(() => this.#raw.restart())
  }

  judge(authorities: Authorities, at: string): api.ChipResult {
    return JSON.parse(this.judgeJson(authorities, at))
  }

  judgeJson(authorities: Authorities, at: string): string {
    return call(() => this.#raw.judge(raw(authorities), at))
  }
}

function raw(authorities: Authorities): RawAuthorities {
  const found = rawAuthorities.get(authorities)
  if (!found) throw new TypeError('not Authorities of this module')
  return found
}
