import type { ChipResult, ChipSession } from '../../core/passport'
import { ChipProgress, ChipReader } from '../../libs/chip-reader'
import { now, openSession, reasonsOf, save, Session } from '../../libs/core'
import { Handover, takeOver } from '../../libs/handover'
import { fill, sentences, texts } from '../../libs/i18n'
import { backPast, replace, routes } from '../../libs/navigate'
import { authorities, openPassportCore } from '../../libs/passport'
import { isIPhone, rememberNfc } from '../../libs/phone'
import { enter, screenData } from '../../libs/screen'
import { Outcome, outcomeOf } from '../../libs/views/binding'
import { chipFacts, Failure, failureOf, Finding, findingBand, findingOf } from '../../libs/views/chip'
import { Fact } from '../../libs/views/facts'
import { Band } from '../../libs/views/verdict'

/** The reading as the screen shows it. */
interface Reading {
  heading: string
  detail: string
  percent: number
  lost: boolean
}

/** What the chip proved, and what came of binding. */
interface Judged {
  finding: Finding
  band: Band
  reasons: string[]
  weakest: string[]
  holds: Fact[]
}

Page({
  data: {
    ...screenData('chip'),
    b: texts().bind,
    /** Where this phone's reader is. */
    place: '',
    reading: null as Reading | null,
    /** What went wrong with reading. */
    trouble: null as Failure | null,
    /** Whether a passport was handed over to this screen. */
    given: false,
    judged: null as Judged | null,
    outcome: null as Outcome | null,
    refused: [] as string[],
    notSaved: [] as string[],
    primary: '',
  },
  handover: null as Handover | null,
  session: null as ChipSession | null,
  reader: null as ChipReader | null,

  onLoad() {
    this.handover = takeOver()
    this.session = null
  },

  onShow() {
    this.enter()
  },

  onUnload() {
    if (this.reader) this.reader.stop()
    this.handover = null
    this.session = null
  },

  enter() {
    enter(this, 'chip', async () => {
      await openPassportCore()
      const { place, placeIPhone } = texts().chip
      this.setData({ b: texts().bind, place: isIPhone() ? placeIPhone : place, given: this.handover !== null })
      this.offer()
    })
  },

  /** Names the one thing to do next. */
  offer() {
    const { chip: t, bind: b } = texts()
    const { judged, outcome, trouble } = this.data
    if (!this.handover) this.setData({ primary: b.title })
    else if (outcome) this.setData({ primary: outcome.showable ? b.show : b.addNext })
    else if (judged) this.setData({ primary: judged.finding === 'unknown' ? t.bind[this.otherwise()] : t.again })
    else this.setData({ primary: trouble ? (trouble.toKey ? t.check : t.again) : t.start })
  },

  otherwise(): 'typed' | 'scanned' | 'none' {
    const otherwise = this.handover && this.handover.otherwise
    return !otherwise ? 'none' : 'typed' in otherwise ? 'typed' : 'scanned'
  },

  onPrimary() {
    const { judged, outcome, trouble } = this.data
    if (!this.handover) replace(routes.bind())
    else if (outcome) this.leave(outcome)
    else if (judged) judged.finding === 'unknown' ? this.bindOtherwise() : this.begin()
    else if (trouble && trouble.toKey) this.toBind()
    else this.begin()
  },

  /** Reads a chip from its first command on. */
  begin() {
    this.session = null
    this.read()
  },

  async read() {
    const { handover } = this
    if (!handover || this.reader) return
    this.setData({ trouble: null, judged: null, refused: [] })
    wx.setKeepScreenOn({ keepScreenOn: true })
    try {
      const core = await openPassportCore()
      if (!this.session) this.session = new core.ChipSession(handover.access, handover.options)
      this.reader = new ChipReader(this.session, (progress) => this.show(progress))
      await this.reader.read()
      this.judge(this.session.judge(authorities(core), now()))
    } catch (failure) {
      this.failed(failure)
    } finally {
      this.reader = null
      wx.setKeepScreenOn({ keepScreenOn: false })
    }
  },

  show(progress: ChipProgress) {
    const { chip: t } = texts()
    if (progress.phase === 'waiting') this.setData({ reading: { heading: t.waiting, detail: t.waitingWhy, percent: 0, lost: false } })
    else {
      const lost = progress.phase === 'lost'
      const heading = fill(lost ? t.lost : t.hold, { n: progress.progress })
      this.setData({ reading: { heading, detail: lost ? t.lostWhy : t.stages[progress.stage], percent: progress.progress, lost } })
    }
  },

  failed(failure: unknown) {
    const reasons = reasonsOf(failure)
    if (reasons[0].code === 'nfc.no-reader') rememberNfc('no-reader')
    // only a broken contact leaves something worth going on with
    if (!/^nfc\./.test(reasons[0].code)) this.session = null
    const stopped = reasons[0].code === 'nfc.stopped'
    this.setData({ reading: null, trouble: stopped ? null : failureOf(reasons) })
    this.offer()
  },

  async judge(result: ChipResult) {
    const finding = findingOf(result)
    wx.vibrateShort({ type: 'medium' })
    this.setData({
      reading: null,
      judged: {
        finding,
        band: findingBand(finding),
        reasons: sentences(result.reasons),
        // of a chip that is not believed nothing was accepted
        weakest: finding === 'original' || finding === 'signed' ? sentences(result.weakest) : [],
        holds: chipFacts(finding, result),
      },
    })
    if (finding === 'original' || finding === 'signed') await this.bindChip(result)
    this.offer()
    wx.pageScrollTo({ scrollTop: 0, duration: 0 })
  },

  bindChip({ lines = [], level, names }: ChipResult) {
    const nativeFullName = names && names.fullName
    return this.bindWith(({ wallet }) => wallet.bindRead(this.person(), { lines, level, ...(nativeFullName && { nativeFullName }) }, now()))
  },

  async bindOtherwise() {
    const otherwise = this.handover && this.handover.otherwise
    if (!otherwise) this.toBind()
    else if ('typed' in otherwise) await this.bindWith(({ wallet }) => wallet.bind(this.person(), otherwise.typed, now()))
    else await this.bindWith(({ wallet }) => wallet.bindRead(this.person(), { lines: otherwise.scanned, level: 'scanned' }, now()))
    this.offer()
  },

  person(): string | null {
    return this.handover && this.handover.personId
  },

  async bindWith(bind: (session: Session) => ReturnType<Session['wallet']['bindRead']>) {
    const session = await openSession()
    try {
      this.setData({ outcome: outcomeOf(session, bind(session)), refused: [] })
    } catch (failure) {
      this.setData({ refused: sentences(reasonsOf(failure)) })
      return
    }
    await save(session).catch((failure) => this.setData({ notSaved: sentences(reasonsOf(failure)) }))
  },

  /** Back to where the passport is typed, with what was typed still there. */
  toBind() {
    const below = getCurrentPages().slice(-2)[0]
    if (below && below.route === 'pages/bind/bind') wx.navigateBack()
    else replace(routes.bind(this.person() || undefined))
  },

  leave({ showable }: Outcome) {
    if (showable) replace(routes.show(showable))
    else replace(routes.add())
  },

  onSecondary() {
    if (this.reader) this.reader.stop()
    else if (this.data.outcome || this.data.judged) backPast(['bind', 'scan', 'chip'])
    else this.toBind()
  },
})
