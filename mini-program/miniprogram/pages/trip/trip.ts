import type { Decision } from '../../core/healthpass'
import { now, Session } from '../../libs/core'
import { fill, texts } from '../../libs/i18n'
import { open, parameter, routes } from '../../libs/navigate'
import { enter, screenData } from '../../libs/screen'
import type { Trip } from '../../libs/trip'
import { namesOf } from '../../libs/views/people'
import { Answered, answerBand, answerMark, answersFor, Issue, issuesOf, notCountedLines, recordsOf, remarksOn, routeName, travellerLine, worstOf } from '../../libs/views/trip'
import { issueLine, legLines, LegLine, oldPacks, RuleView, ruleViews, showLines, Span, spanOf, Step, stepsFor } from '../../libs/views/trip-detail'
import type { Band, Mark } from '../../libs/views/verdict'

type Next = 'plan' | 'date' | 'add' | 'show' | 'update'

/** What another certificate may help against. */
const CALLS_FOR_MORE = /^rules\.(no-record|expires-before|too-late)$/

/** Why there is no answer. */
interface Without {
  heading: string
  why: string
}

Page({
  data: {
    ...screenData('trip'),
    without: null as Without | null,
    route: '',
    traveller: '',
    people: [] as { id: string; name: string; mark: Mark | null; shown: boolean }[],
    band: null as Band | null,
    remarks: [] as string[],
    old: [] as string[],
    span: null as Span | null,
    steps: [] as Step[],
    others: [] as { index: number; name: string; detail: string; mark: Mark }[],
    shown: [] as { id: string; name: string; detail: string }[],
    legs: [] as LegLine[],
    notCounted: [] as { id: string; name: string; mark: Mark }[],
    rules: [] as RuleView[],
    allRules: [] as RuleView[],
    allShown: false,
    next: 'plan' as Next,
    primary: '',
    secondary: '',
  },
  personId: '',
  /** Which of the things in the way is explained. */
  issue: 0,
  /** The stop of the leg that is explained. */
  stop: 0,

  onLoad(query: { person?: string }) {
    this.personId = parameter(query, 'person') || ''
  },

  onShow() {
    this.enter()
  },

  enter() {
    enter(this, 'trip', (session) => this.render(session))
  },

  render(session: Session) {
    const { trip: t } = texts()
    const trip = session.wallet.trip()
    const answers = trip ? answersFor(session) : []
    const answered = answers.find(({ person }) => person.id === this.personId) || worstOf(answers)
    if (!trip) return this.say({ heading: t.none, why: t.noneWhy }, 'plan', t.plan)
    this.setData({ route: routeName(trip), people: peopleLines(answers, answered) })
    if (!answered) return this.say({ heading: t.nobody, why: t.nobodyWhy }, 'add', t.add)
    this.personId = answered.person.id
    this.setData({ traveller: travellerLine(answered.person, trip) })
    const { decision } = answered
    if (session.wallet.rules(now()).length === 0) this.say({ heading: t.noPacks, why: t.noPacksWhy }, 'update', t.update)
    // a trip that this version of the core cannot read any more
    else if (!decision) this.say({ heading: t.none, why: t.noneWhy }, 'plan', t.plan)
    else this.explain(answered, decision, issuesOf(decision, recordsOf(session, answered)), trip)
  },

  say(without: Without, next: Next, primary: string) {
    this.setData({ without, band: null, next, primary, secondary: '' })
  },

  explain(answered: Answered, decision: Decision, issues: Issue[], trip: Trip) {
    const issue: Issue | undefined = issues[this.issue] || issues[0]
    const shown = showLines(answered)
    if (issue) this.stop = stopOfLeg(trip, issue.place)
    this.setData({
      without: null,
      band: answerBand(decision, issue),
      remarks: remarksOn(decision),
      old: oldPacks(decision),
      span: issue ? spanOf(issue) : null,
      steps: issue ? stepsFor(issue) : [],
      others: issues.map((each, index) => ({ index, ...issueLine(each) })).filter(({ index }) => issues[index] !== issue),
      shown,
      legs: legLines(decision),
      notCounted: notCountedLines(answered),
      rules: issue ? ruleViews(decision, issue.requirement) : [],
      allRules: ruleViews(decision),
      ...nextStep(decision, issue, shown),
    })
  },

  onPerson(event: WechatMiniprogram.TouchEvent<object, object, { id: string }>) {
    this.personId = event.currentTarget.dataset.id
    this.issue = 0
    this.enter()
  },

  onIssue(event: WechatMiniprogram.TouchEvent<object, object, { index: number }>) {
    this.issue = event.currentTarget.dataset.index
    this.enter()
    wx.pageScrollTo({ scrollTop: 0, duration: 200 })
  },

  onCertificate(event: WechatMiniprogram.TouchEvent<object, object, { id: string }>) {
    open(routes.certificate(event.currentTarget.dataset.id))
  },

  onAll() {
    this.setData({ allShown: !this.data.allShown })
  },

  onPlan() {
    open(routes.plan())
  },

  onUpdate() {
    open(routes.update())
  },

  onPrimary() {
    const { next, shown } = this.data
    if (next === 'add') open(routes.add())
    else if (next === 'update') this.onUpdate()
    else if (next === 'show') open(routes.show(shown[0].id))
    else if (next === 'plan') this.onPlan()
    else open(routes.plan(this.stop))
  },
})

function peopleLines(answers: Answered[], chosen: Answered | undefined) {
  if (answers.length < 2) return []
  return answers.map(({ person, decision }) => ({ id: person.id, name: namesOf(person).name, mark: decision && answerMark(decision), shown: Boolean(chosen && chosen.person.id === person.id) }))
}

/** The one thing to do: what closes the gap, else what can be shown. */
function nextStep({ answer }: Decision, issue: Issue | undefined, shown: { id: string; name: string }[]): { next: Next; primary: string; secondary: string } {
  const { trip: t } = texts()
  const change = { next: 'plan' as const, primary: t.change, secondary: '' }
  if (answer === 'no-rules') return { next: 'update', primary: t.update, secondary: t.change }
  if (!issue) return shown.length > 0 ? { next: 'show', primary: fill(t.showOne, { title: shown[0].name }), secondary: t.change } : change
  const { gap } = issue
  if (gap && (gap.metFrom || gap.until)) return { ...change, next: 'date', primary: t.changeDate }
  return gap && CALLS_FOR_MORE.test(gap.code) ? { next: 'add', primary: t.addOne, secondary: t.change } : change
}

/** Legs come from stops in order: one of a transit, else one for arriving and one for leaving. */
function stopOfLeg({ stops }: Trip, place: number): number {
  let legs = 0
  return stops.findIndex(({ transit, arrives, departs }) => {
    legs += transit ? 1 : Number(Boolean(arrives)) + Number(Boolean(departs))
    return place < legs
  })
}
