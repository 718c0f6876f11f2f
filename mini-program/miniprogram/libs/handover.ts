import type { ChipAccess, ChipOptions } from '../core/passport'
import type { TypedDocument } from '../core/healthpass'

/** A passport on its way from one screen to the next: never in an address, never in storage, gone once taken. */
export interface Handover {
  personId: string | null
  /** What opens the chip. */
  access: ChipAccess
  options: ChipOptions
  /** What can be bound without the chip: lines read by camera and confirmed, or everything typed. */
  otherwise: { scanned: string[] } | { typed: TypedDocument } | null
}

let waiting: Handover | null = null

export function handOver(handover: Handover): void {
  waiting = handover
}

export function takeOver(): Handover | null {
  const taken = waiting
  waiting = null
  return taken
}

/** Chips of the PRC know only the older way in and take offence at being asked for another. */
export function optionsFor(issuer: string): ChipOptions {
  return { pace: issuer !== 'CHN' }
}

let text = ''

/** A text that one screen was given and another is to read. */
export function handOverText(given: string): void {
  text = given
}

export function takeOverText(): string {
  const taken = text
  text = ''
  return taken
}
