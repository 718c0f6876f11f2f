import type { Wallet } from '../core/healthpass'
import { save, Session } from './core'
import { onlyOffset, phoneOffset } from './zones'

export type Trip = NonNullable<ReturnType<Wallet['trip']>>

/** Date and time by the clock of the place, `YYYY-MM-DD` and `HH:MM`; empty while not chosen. */
export interface Moment {
  date: string
  time: string
}

/** A stop as far as it has been chosen. */
export interface StopDraft {
  /** ISO 3166-1 alpha-2. */
  country: string
  region: string
  arrives: Moment
  departs: Moment
  /** Of the clock there, `+05:00`; empty while not chosen. */
  offset: string
  /** Passed through without entering. */
  transit: boolean
}

export interface VisitDraft {
  country: string
  /** `YYYY-MM-DD`, or less of it. */
  left: string
}

export interface Draft {
  purpose: string
  stops: StopDraft[]
  visited: VisitDraft[]
  /** What this screen does not ask for, kept as it is. */
  birthDate?: string
}

/** What a stop still lacks. */
export type Lacking = 'country' | 'arrives' | 'departs' | 'offset'

/** Purposes as rule packs name them. */
export const PURPOSES = ['tourism', 'business', 'work', 'study', 'family', 'pilgrimage'] as const
/** As many stops as the core takes. */
export const MOST_STOPS = 32

const NEVER: Moment = { date: '', time: '' }

let draft: Draft | null = null

/** The trip being planned: what was kept, until something is changed. Handed from screen to screen in memory. */
export function planned({ wallet }: Session): Draft {
  if (!draft) draft = draftOf(wallet.trip())
  return draft
}

export function change(changes: Partial<Draft>): void {
  if (draft) draft = arranged({ ...draft, ...changes })
}

export function changeStop(index: number, changes: Partial<StopDraft>): void {
  if (draft) change({ stops: draft.stops.map((stop, i) => (i === index ? withClock({ ...stop, ...changes }, i) : stop)) })
}

/** A stop without a country was never chosen. */
export function dropEmpty(): void {
  if (draft) change({ stops: draft.stops.filter(({ country }) => country), visited: draft.visited.filter(({ country }) => country) })
}

export function addStop(): number {
  if (!draft) return 0
  change({ stops: draft.stops.concat({ country: '', region: '', arrives: NEVER, departs: NEVER, offset: '', transit: false }) })
  return draft.stops.length - 1
}

export function addVisit(): number {
  if (!draft) return 0
  change({ visited: draft.visited.concat({ country: '', left: '' }) })
  return draft.visited.length - 1
}

/** Changes places with the stop before it. */
export function moveEarlier(index: number): void {
  if (!draft || index < 1) return
  const stops = [...draft.stops]
  stops.splice(index - 1, 2, stops[index], stops[index - 1])
  change({ stops })
}

/** Keeps the trip, once it is whole. Throws when the core refuses it or it cannot be written. */
export async function keep(session: Session): Promise<void> {
  if (!draft || !isWhole(draft)) return
  const trip = tripOf(draft)
  if (JSON.stringify(trip) === JSON.stringify(tripOf(draftOf(session.wallet.trip())))) return
  session.wallet.setTrip(trip)
  await save(session)
}

export async function forgetTrip(session: Session): Promise<void> {
  draft = null
  session.wallet.setTrip(null)
  await save(session)
}

/** What has been planned and not kept goes with everything else. */
export function forgetPlan(): void {
  draft = null
}

/** What a stop lacks first: arriving anywhere but where the trip begins, leaving anywhere but where it ends. */
export function lacking({ stops }: Draft, index: number): Lacking | null {
  const { country, arrives, departs, offset, transit } = stops[index]
  if (!country) return 'country'
  if (index > 0 && !isSet(arrives)) return 'arrives'
  if (index < stops.length - 1 && !transit && !isSet(departs)) return 'departs'
  return offset ? null : 'offset'
}

/** The first stop whose times go back behind those before; -1 when they go forward. */
export function firstBackwards({ stops }: Draft): number {
  let last = -Infinity
  return stops.findIndex(({ arrives, departs, offset }) =>
    [arrives, departs].filter(isSet).some((moment) => {
      const at = Date.parse(written(moment, offset || '+00:00'))
      const back = at < last
      last = at
      return back && Boolean(offset)
    }),
  )
}

export function isWhole(plan: Draft): boolean {
  return plan.stops.length > 1 && plan.stops.every((_, i) => !lacking(plan, i)) && firstBackwards(plan) < 0
}

export function isSet({ date, time }: Moment): boolean {
  return Boolean(date && time)
}

/** RFC 3339 with the offset of the place. */
export function written({ date, time }: Moment, offset: string): string {
  return `${date}T${time}:00${offset}`
}

/** The first and the last stop are no transits, nobody arrives at the first and nobody leaves the last. */
function arranged(plan: Draft): Draft {
  const last = plan.stops.length - 1
  const stops = plan.stops.map((stop, i) => {
    const ends = (i === 0 && { arrives: NEVER, transit: false }) || (i === last && { departs: NEVER, transit: false })
    const arranged = ends ? { ...stop, ...ends } : stop
    // of a transit the arrival is what rules ask for
    return arranged.transit ? { ...arranged, departs: NEVER } : arranged
  })
  return { ...plan, stops }
}

/** A state's only clock is taken without asking; where the trip begins the phone most likely is. */
function withClock(stop: StopDraft, index: number): StopDraft {
  if (stop.offset || !stop.country) return stop
  return { ...stop, offset: onlyOffset(stop.country) || (index === 0 ? phoneOffset(stop.departs.date) : '') }
}

function draftOf(trip: Trip | null): Draft {
  if (!trip) return { purpose: '', stops: [], visited: [] }
  const { purpose = '', stops, visited = [], birthDate } = trip
  return {
    purpose: purpose || '',
    stops: stops.map(({ country, region = '', arrives, departs, transit }) => ({
      country, region, arrives: momentOf(arrives), departs: momentOf(departs), offset: offsetOf(arrives || departs), transit: Boolean(transit),
    })),
    visited: visited.map(({ country, left = '' }) => ({ country, left })),
    ...(birthDate && { birthDate }),
  }
}

function tripOf({ purpose, stops, visited, birthDate }: Draft): Trip {
  return {
    ...(purpose && { purpose }),
    ...(birthDate && { birthDate }),
    stops: stops.map(({ country, region, arrives, departs, offset, transit }) => ({
      country,
      ...(region && { region }),
      ...(isSet(arrives) && { arrives: written(arrives, offset) }),
      ...(isSet(departs) && { departs: written(departs, offset) }),
      ...(transit && { transit }),
    })),
    visited: visited.filter(({ country }) => country).map(({ country, left }) => ({ country, ...(left && { left }) })),
  }
}

function momentOf(text: string | undefined): Moment {
  return text ? { date: text.slice(0, 10), time: text.slice(11, 16) } : NEVER
}

function offsetOf(text: string | undefined): string {
  if (!text) return ''
  return text.endsWith('Z') ? '+00:00' : text.slice(-6)
}
