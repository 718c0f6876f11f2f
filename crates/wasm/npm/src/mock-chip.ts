import { call } from './error'
import type { MockChipCore, RawMockChip } from './raw'
import { running } from './start'

/** What the chip is like; by default that of a genuine passport. */
export interface MockChipOptions {
  /** The data of another chip, without its key. */
  copied?: boolean
  /** Data changed after they were signed. */
  forged?: boolean
  /** Of a state that is on no list. */
  unlisted?: boolean
  /** Speaks PACE too. */
  pace?: boolean
}

/** A passport's chip in memory, of a made-up state: for the demo and for tests. */
export class MockChip {
  readonly #raw: RawMockChip

  constructor(lines: string[], options: MockChipOptions = {}) {
    const { MockChip: Raw } = running<MockChipCore>()
    this.#raw = call(() => new Raw(JSON.stringify({ lines, ...options })))
  }

  /** The answer to one command. */
  transceive(apdu: Uint8Array): Uint8Array {
    return call(() => this.#raw.transceive(apdu))
  }

  /** Power is back: every session is forgotten. */
  reset(): void {
    call(() => this.#raw.reset())
  }

  /** What goes wrong with the next answer. */
  fault(kind: 'tampered' | 'silent'): void {
    call(() => this.#raw.fault(kind))
  }
}

/** The chip of a passport with these lines. */
export const openChip = ({ lines }: { lines: string[] }, options?: MockChipOptions): MockChip => new MockChip(lines, options)
