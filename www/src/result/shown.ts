import type { MrzResult, Report } from 'healthpass/verifier'

/** One answer on the screen; gone with the next person. */
export interface Shown {
  readonly text: string
  /** Time asked about, RFC 3339. */
  readonly at: string
  readonly report: Report
  /** The passport's lines and what they say, when entered. */
  readonly passport: { readonly lines: readonly string[]; readonly mrz: MrzResult } | null
}
