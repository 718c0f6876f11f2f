import type { MrzResult, Report } from 'healthpass/verifier'
import type { Together } from '../trip/types'

/** One answer on the screen; gone with the next person. */
export interface Shown {
  readonly text: string
  /** Time asked about, RFC 3339. */
  readonly at: string
  readonly report: Report
  /** What this and the person's other certificates are good for, where rules or withdrawals were asked. */
  readonly together?: Together | undefined
  /** The passport's lines and what they say, when entered. */
  readonly passport: { readonly lines: readonly string[]; readonly mrz: MrzResult } | null
}
