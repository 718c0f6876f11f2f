import { openSession, reasonsOf, Session } from '../../libs/core'
import { fill, sentences, texts } from '../../libs/i18n'
import { back, home, isOpen, open, parameter, replace, routes } from '../../libs/navigate'
import { confirmLoss, enter, screenData } from '../../libs/screen'
import { addStop, addVisit, change, Draft, dropEmpty, firstBackwards, forgetTrip, isWhole, keep, lacking, MOST_STOPS, planned, PURPOSES } from '../../libs/trip'
import { PlaceLine, stopLines, visitLines } from '../../libs/views/plan'

Page({
  data: {
    ...screenData('plan'),
    stops: [] as PlaceLine[],
    visited: [] as PlaceLine[],
    purposes: [] as string[],
    purpose: 0,
    nextStop: '',
    /** Why the trip was not kept. */
    refused: [] as string[],
    primary: '',
  },
  /** The stop to go on to at once; none once that was done. */
  onward: '',

  onLoad(query: { stop?: string }) {
    this.onward = parameter(query, 'stop') || ''
  },

  onShow() {
    this.enter()
  },

  enter() {
    enter(this, 'plan', (session) => this.render(session))
  },

  async render(session: Session) {
    const { plan: t } = texts()
    planned(session)
    dropEmpty()
    const refused = await keep(session).then(() => [], (failure) => sentences(reasonsOf(failure)))
    const plan = planned(session)
    const purposes = [t.noPurpose].concat(PURPOSES.map((each) => t.purposes[each]))
    this.setData({
      stops: stopLines(plan),
      visited: visitLines(plan),
      // a purpose this screen does not offer stays as it is
      purposes: plan.purpose && purposeIndex(plan) === 0 ? purposes.concat(plan.purpose) : purposes,
      purpose: plan.purpose && purposeIndex(plan) === 0 ? purposes.length : purposeIndex(plan),
      nextStop: plan.stops.length === 0 ? t.first : t.next,
      refused,
      primary: primaryOf(plan),
    })
    const { onward } = this
    this.onward = ''
    if (onward && Number(onward) < plan.stops.length) open(routes.stop(Number(onward)))
  },

  onStop(event: WechatMiniprogram.TouchEvent<object, object, { index: number }>) {
    open(routes.stop(event.currentTarget.dataset.index))
  },

  onVisit(event: WechatMiniprogram.TouchEvent<object, object, { index: number }>) {
    open(routes.visit(event.currentTarget.dataset.index))
  },

  onAddStop() {
    if (this.data.stops.length >= MOST_STOPS) this.setData({ refused: [fill(texts().plan.tooMany, { n: MOST_STOPS })] })
    else open(routes.stop(addStop()))
  },

  onAddVisit() {
    if (this.data.visited.length < MOST_STOPS) open(routes.visit(addVisit()))
  },

  async onPurpose(event: WechatMiniprogram.PickerChange) {
    const index = Number(event.detail.value)
    change({ purpose: index > PURPOSES.length ? planned(await openSession()).purpose : PURPOSES[index - 1] || '' })
    this.enter()
  },

  async onRemove() {
    const { plan: t } = texts()
    if (!(await confirmLoss(t.removeTitle, t.removeWhy, t.removeYes))) return
    // what could not be written is said on the screen that comes next
    await forgetTrip(await openSession()).catch(() => undefined)
    home()
  },

  async onPrimary() {
    const plan = planned(await openSession())
    const unfinished = firstOpen(plan)
    if (unfinished >= 0) open(routes.stop(unfinished))
    else if (plan.stops.length < 2) this.onAddStop()
    else if (this.data.refused.length > 0) this.enter()
    else if (isOpen('trip')) back()
    else replace(routes.trip())
  },
})

function purposeIndex({ purpose }: Draft): number {
  return PURPOSES.indexOf(purpose as (typeof PURPOSES)[number]) + 1
}

/** The first stop that lacks something or goes back in time; -1 when none does. */
function firstOpen(plan: Draft): number {
  const lacks = plan.stops.findIndex((_, i) => lacking(plan, i))
  return lacks >= 0 ? lacks : firstBackwards(plan)
}

function primaryOf(plan: Draft): string {
  const { plan: t } = texts()
  const { stops } = plan
  if (stops.length === 0) return t.first
  const at = firstOpen(plan)
  const place = at >= 0 ? stopLines(plan)[at].name : ''
  if (at >= 0) return fill(lacking(plan, at) ? t.complete : t.correct, { place })
  return isWhole(plan) ? t.check : t.next
}
