import { call } from './error'
import type { MockChipCore, RawMockChip } from './raw'
import { running } from './start'

/** What the chip is like; by default that of a genuine passport. */
export interface MockChipOptions {
  /** Full name in DG11, such as `张<<伟`; the zone's where there is none. */
  fullName?: string
  /** The data of another chip, without its key. */
  copied?: boolean
  /** Data changed after they were signed. */
  forged?: boolean
  /** Of a state that is on no list. */
  unlisted?: boolean
}

/** A passport's chip in memory, of a made-up state: for the demo and for tests. */
export class MockChip {
  readonly #raw: RawMockChip

  constructor(lines: string[], options: MockChipOptions = {}) {
    const { MockChip: Raw } = running<MockChipCore>()
    this.#raw = call(() => new Raw(JSON.stringify({ lines, ...options }), new Date().toISOString()))
  }

  /** The answer to one command; empty when the chip is out of the field. */
  transceive(apdu: Uint8Array): Uint8Array {
    return call(() => this.#raw.transceive(apdu))
  }

  /** Power is back: every session is forgotten. */
  reset(): void {
    call(() => this.#raw.reset())
  }

  /** Commands so far. */
  commands(): number {
    return call(() => this.#raw.commands())
  }

  /** What goes wrong with the command of this number, counted from 1. */
  fault(kind: 'tampered' | 'lost' | 'mute', command: number): void {
    call(() => this.#raw.fault(kind, command))
  }
}

/** The chip of a passport with these lines. */
export const openChip = (passport: { lines: string[]; fullName?: string }, options?: MockChipOptions): MockChip =>
  new MockChip(passport.lines, { ...(passport.fullName !== undefined && { fullName: passport.fullName }), ...options })

/** Certificate, DER, of the made-up authority that signs passports of this issuer, three letters. */
export function mockAuthority(issuer: string): Uint8Array {
  const core = running<MockChipCore>()
  return call(() => core.mockAuthority(issuer))
}
