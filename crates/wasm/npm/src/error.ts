import type { Reason } from '../types/data'

/** A refusal of the core: branch on `code`, show the sentence of each reason's code. */
export class HealthpassError extends Error {
  readonly code: string
  readonly reasons: Reason[]

  constructor(code: string, reasons: Reason[] = [{ code }]) {
    super(reasons.map(describe).join('; '))
    this.name = 'HealthpassError'
    this.code = code
    this.reasons = reasons
  }

  /** Where the first reason points: a byte offset, a path or a time. */
  get at(): string | undefined {
    return this.reasons[0]?.at
  }
}

let stopped = false

/** Runs one call into the core and turns what it throws into a `HealthpassError`. */
export function call<T>(work: () => T): T {
  if (stopped) throw new HealthpassError('core.stopped')
  try {
    return work()
  } catch (thrown) {
    if (typeof thrown === 'string') {
      const { code, reasons } = JSON.parse(thrown) as { code: string; reasons: Reason[] }
      throw new HealthpassError(code, reasons)
    }
    if (isTrap(thrown)) {
      // the module's memory may be half written: no later answer of this instance can be relied on
      stopped = true
      throw new HealthpassError('core.stopped', [{ code: 'core.stopped', found: String(thrown) }])
    }
    throw thrown
  }
}

function isTrap(thrown: unknown): boolean {
  return thrown instanceof Error && (thrown.name === 'RuntimeError' || thrown instanceof RangeError)
}

function describe({ code, expected, found, at }: Reason): string {
  const details = [
    expected !== undefined && `expected ${expected}`,
    found !== undefined && `found ${found}`,
    at !== undefined && `at ${at}`,
  ].filter(Boolean)
  return details.length ? `${code} (${details.join(', ')})` : code
}
