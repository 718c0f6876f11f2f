import { openSession } from '../../libs/core'
import { day } from '../../libs/format'
import { fill, language, texts } from '../../libs/i18n'
import { back, parameter } from '../../libs/navigate'
import { enter, screenData } from '../../libs/screen'
import { change, changeStop, Draft, Lacking, lacking, Moment, moveEarlier, planned, StopDraft, VisitDraft } from '../../libs/trip'
import { clockName, CountryLine, findCountries } from '../../libs/views/plan'
import { countryName } from '../../libs/views/records'
import type { Mark } from '../../libs/views/verdict'
import { OFFSETS, onlyOffset, phoneOffset } from '../../libs/zones'

/** Arriving or leaving as shown, and as the pickers take it. */
interface MomentView extends Moment {
  shownDate: string
  shownTime: string
}

const NONE: MomentView = { date: '', time: '', shownDate: '', shownTime: '' }

Page({
  data: {
    ...screenData('stop'),
    isVisit: false,
    /** The country is being looked for. */
    searching: false,
    searchNote: null as Mark | null,
    typed: '',
    found: [] as CountryLine[],
    more: '',
    nothing: '',
    country: '',
    asksArrival: false,
    asksDeparture: false,
    asksTransit: false,
    transit: false,
    arrives: NONE,
    departs: NONE,
    left: '',
    leftShown: '',
    offsets: OFFSETS.map(clockName),
    offset: 0,
    offsetShown: '',
    offsetWhy: '',
    canMoveEarlier: false,
    canMoveLater: false,
    /** What was still missing when the holder wanted to be done. */
    needed: '' as Lacking | '',
    primary: '',
  },
  index: 0,

  onLoad(query: { index?: string; visit?: string }) {
    const visit = parameter(query, 'visit')
    this.index = Number(visit || parameter(query, 'index') || 0)
    this.setData({ isVisit: visit !== undefined })
  },

  onShow() {
    this.enter()
  },

  enter() {
    enter(this, 'stop', (session) => {
      const plan = planned(session)
      const { stop: t } = texts()
      this.setData({ searchNote: { tone: '', icon: '', text: t.searchWhy } })
      if (this.data.isVisit) wx.setNavigationBarTitle({ title: t.visitTitle })
      // an address from before the mini-program was closed names a stop that is gone
      if (this.index >= (this.data.isVisit ? plan.visited : plan.stops).length) return back()
      if (this.data.isVisit) this.renderVisit(plan.visited[this.index])
      else this.renderStop(plan)
    })
  },

  renderVisit({ country, left }: VisitDraft) {
    const { stop: t } = texts()
    this.setData({
      searching: this.data.searching || !country,
      country: countryName(country),
      left,
      leftShown: left ? day(left, language()) : t.unset,
      primary: country ? t.done : t.needs.country,
    })
  },

  renderStop(plan: Draft) {
    const { stop: t } = texts()
    const stop = plan.stops[this.index]
    const last = plan.stops.length - 1
    const lacks = lacking(plan, this.index)
    this.setData({
      searching: this.data.searching || !stop.country,
      country: countryName(stop.country),
      asksArrival: this.index > 0,
      asksDeparture: !stop.transit && (this.index < last || last === 0),
      asksTransit: this.index > 0 && this.index < last,
      transit: stop.transit,
      arrives: momentView(stop.arrives),
      departs: momentView(stop.departs),
      ...clockView(stop, this.index),
      canMoveEarlier: this.index > 0,
      canMoveLater: this.index < last,
      needed: lacks === this.data.needed ? lacks || '' : '',
      primary: lacks ? t.needs[lacks] : t.done,
    })
  },

  onSearch() {
    this.setData({ searching: true, typed: '', found: [], more: '', nothing: '' })
  },

  onTyped(event: WechatMiniprogram.CustomEvent<{ value: string }>) {
    const { stop: t } = texts()
    const typed = event.detail.value
    const { found, more } = findCountries(typed)
    this.setData({
      typed,
      found,
      more: more > 0 ? fill(t.more, { n: more }) : '',
      nothing: typed.trim() && found.length === 0 ? fill(t.nothing, { text: typed.trim() }) : '',
    })
  },

  async onCountry(event: WechatMiniprogram.TouchEvent<object, object, { code: string }>) {
    const { code } = event.currentTarget.dataset
    this.setData({ searching: false, typed: '', found: [], more: '', nothing: '' })
    wx.pageScrollTo({ scrollTop: 0, duration: 0 })
    if (this.data.isVisit) return this.changeVisit({ country: code })
    const stop = planned(await openSession()).stops[this.index]
    // the clock of another country is another clock
    this.changed(stop.country === code ? {} : { country: code, offset: '' })
  },

  changed(changes: Partial<StopDraft>) {
    changeStop(this.index, changes)
    this.enter()
  },

  async changeVisit(changes: Partial<VisitDraft>) {
    const { visited } = planned(await openSession())
    change({ visited: visited.map((visit, i) => (i === this.index ? { ...visit, ...changes } : visit)) })
    this.enter()
  },

  onTransit() {
    this.changed({ transit: !this.data.transit })
  },

  onMoment(event: WechatMiniprogram.PickerChange) {
    const { moment, part } = event.currentTarget.dataset as { moment: 'arrives' | 'departs'; part: keyof Moment }
    const { date, time } = this.data[moment]
    this.changed({ [moment]: { date, time, [part]: String(event.detail.value) } })
  },

  onOffset(event: WechatMiniprogram.PickerChange) {
    this.changed({ offset: OFFSETS[Number(event.detail.value)] })
  },

  onLeft(event: WechatMiniprogram.PickerChange) {
    this.changeVisit({ left: String(event.detail.value) })
  },

  onEarlier() {
    moveEarlier(this.index)
    this.index -= 1
    this.enter()
  },

  onLater() {
    moveEarlier(this.index + 1)
    this.index += 1
    this.enter()
  },

  async onRemove() {
    const { stops, visited } = planned(await openSession())
    const others = <T>(list: T[]) => list.filter((_, i) => i !== this.index)
    change(this.data.isVisit ? { visited: others(visited) } : { stops: others(stops) })
    back()
  },

  /** Done, or to what is missing. */
  async onPrimary() {
    const plan = planned(await openSession())
    const lacks = this.data.isVisit ? (plan.visited[this.index].country ? null : 'country') : lacking(plan, this.index)
    if (!lacks) return back()
    if (lacks === 'country') {
      this.onSearch()
      this.setData({ searchNote: { tone: 'stop', icon: 'cross', text: texts().stop.needed } })
    }
    this.setData({ needed: lacks }, () => wx.pageScrollTo({ selector: `#${lacks}`, duration: 200 }))
  },
})

function momentView({ date, time }: Moment): MomentView {
  const { stop: t } = texts()
  return { date, time, shownDate: date ? day(date, language()) : t.unset, shownTime: time || t.unset }
}

/** Whose clock is meant, in words. */
function clockView({ country, offset, departs }: StopDraft, index: number) {
  const { stop: t } = texts()
  const { clocks } = t
  const isPhone = index === 0 && offset === phoneOffset(departs.date)
  const why = !offset ? clocks.none : onlyOffset(country) === offset ? clocks.one : isPhone ? clocks.phone : clocks.chosen
  return {
    // a picker opens at this row: the phone's own clock until one is chosen
    offset: Math.max(0, OFFSETS.indexOf(offset || phoneOffset())),
    offsetShown: offset ? clockName(offset) : t.unset,
    offsetWhy: fill(why, { country: countryName(country) }),
  }
}
