/** What the core says of trips, rules and withdrawals, by the names this page uses. */
import type { Decision, Report, Trip } from 'healthpass/desk'

export type {
  Decision,
  Judge as Decides,
  LegDecision as Leg,
  PackSummary as RulesSummary,
  PackWords as Words,
  RequirementDecision as Requirement,
  RevocationSummary,
  RouteDecision as Route,
  RuleGap as Gap,
  RuleSource as Source,
  Trip,
  TripAnswer as Answer,
  TripStage as Stage,
  TripStop as Stop,
} from 'healthpass/desk'

/** All certificates of one person, judged at once; `shown` is the place of the one whose answer is on the screen. */
export interface Together {
  readonly texts: readonly string[]
  readonly reports: readonly Report[]
  readonly shown: number
  /** `null` where nothing is asked, and where there are no rules to ask. */
  readonly decision: Decision | null
  /** What was asked. */
  readonly trip?: Trip | undefined
  /** Why there is none although something was asked, in words. */
  readonly fault?: string
}
