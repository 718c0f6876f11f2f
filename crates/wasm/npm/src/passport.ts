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
}

export class ChipSession implements api.ChipSession {
  readonly #raw: RawChipSession

  constructor(access: api.ChipAccess, options: api.ChipOptions = {}) {
    const { ChipSession: Raw } = running<PassportCore>()
    this.#raw = call(() => new Raw(JSON.stringify(access), options.pace ?? false))
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

export function repairMrz(lines: string[], at = new Date().toISOString()): api.Repair {
  const core = running<PassportCore>()
  return JSON.parse(call(() => core.repairMrz(JSON.stringify(lines), at)))
}
