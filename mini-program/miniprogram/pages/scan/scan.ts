import type { MrzCamera, MrzSighting } from '../../core/passport'
import { now, openSession, reasonsOf, save, Session } from '../../libs/core'
import { handOver, optionsFor } from '../../libs/handover'
import { sentence, sentences, texts } from '../../libs/i18n'
import { back, backPast, parameter, replace, routes } from '../../libs/navigate'
import { openPassportCore } from '../../libs/passport'
import { nfcAbsent, rememberCamera } from '../../libs/phone'
import { enter, screenData } from '../../libs/screen'
import { Outcome, outcomeOf, zoneFacts } from '../../libs/views/binding'
import { Fact } from '../../libs/views/facts'

/** The part of a frame around its middle that is looked at: the guide and a hand's breadth above and below. */
const BAND = 0.5
/** Milliseconds left to the phone between two frames; without them an old one would do nothing else. */
const PAUSE = 60

/** What was read, to be confirmed. */
interface Found {
  facts: Fact[]
  lines: string[]
  issuer: string
}

Page({
  data: {
    ...screenData('scan'),
    /** Not drawn before the core is there, nor behind the question. */
    looking: false,
    flash: 'off' as 'off' | 'torch',
    /** `near` once lines are read that hold together: the guide says so too. */
    seen: '' as '' | 'near',
    hint: '',
    trouble: '',
    troubleWhy: '',
    /** What helps against the trouble is in the phone's settings. */
    denied: false,
    found: null as Found | null,
    refused: [] as string[],
    outcome: null as Outcome | null,
    chipToo: false,
    notSaved: [] as string[],
    b: texts().bind,
  },
  personId: null as string | null,
  camera: null as MrzCamera | null,
  listener: null as WechatMiniprogram.CameraFrameListener | null,
  /** Before this time a frame is left alone. */
  next: 0,

  onLoad(query: { person?: string }) {
    this.personId = parameter(query, 'person') || null
    this.next = 0
  },

  onShow() {
    this.enter()
  },

  onHide() {
    this.rest()
  },

  onUnload() {
    this.rest()
    // what it saw is forgotten with the screen
    if (this.camera) this.camera.reset()
  },

  enter() {
    enter(this, 'scan', async () => {
      this.setData({ b: texts().bind })
      if (this.data.found || this.data.outcome) return
      if (!this.camera) this.camera = new (await openPassportCore()).MrzCamera()
      this.look()
    })
  },

  look() {
    if (this.camera) this.camera.reset()
    this.setData({ found: null, refused: [], looking: true, seen: '', hint: texts().scan.looking, trouble: '', troubleWhy: '' })
  },

  onCameraOn() {
    this.stopListening()
    this.listener = wx.createCameraContext().onCameraFrame((frame) => this.onFrame(frame))
    this.listener.start()
  },

  rest() {
    this.stopListening()
    this.setData({ looking: false, flash: 'off' })
  },

  stopListening() {
    if (this.listener) this.listener.stop()
    this.listener = null
  },

  onFrame({ data, width, height }: WechatMiniprogram.OnCameraFrameCallbackResult) {
    if (!this.camera || !this.data.looking || Date.now() < this.next) return
    // whole rows around the middle are one stretch of the bytes
    const rows = Math.round(height * BAND)
    const top = Math.round((height - rows) / 2)
    const band = new Uint8Array(data, top * width * 4, rows * width * 4)
    try {
      this.sighted(this.camera.read(band, width, rows))
    } catch (failure) {
      this.rest()
      this.setData({ denied: false, trouble: texts().scan.failed, troubleWhy: sentences(reasonsOf(failure)).join(' ') })
    }
    this.next = Date.now() + PAUSE
  },

  sighted({ lines, checksHold, steady, hint, mrz }: MrzSighting) {
    const { scan: t } = texts()
    if (steady && checksHold && lines && mrz && mrz.fields) {
      this.rest()
      wx.vibrateShort({ type: 'light' })
      this.setData({ found: { facts: zoneFacts(mrz.fields), lines, issuer: mrz.fields.issuer }, hint: '' })
      wx.pageScrollTo({ scrollTop: 0, duration: 0 })
      return
    }
    const near = checksHold && Boolean(lines)
    const said = near ? t.steady : hint ? sentence({ code: hint }) : t.looking
    // the view layer hears only of changes: frames come ten times a second
    if (said !== this.data.hint || near !== (this.data.seen === 'near')) this.setData({ hint: said, seen: near ? 'near' : '' })
  },

  onCameraFailed(event: WechatMiniprogram.CustomEvent<{ errMsg?: string }>) {
    const { scan: t } = texts()
    const why = event.detail.errMsg || ''
    const denied = /auth|denied|permission/i.test(why)
    this.rest()
    if (denied) rememberCamera('not-allowed')
    this.setData({ denied, trouble: denied ? t.denied : t.failed, troubleWhy: denied ? t.deniedWhy : why })
  },

  async onTrouble() {
    if (!this.data.denied) return this.look()
    const { authSetting } = await wx.openSetting()
    if (authSetting['scope.camera'] === false) return
    rememberCamera('')
    this.look()
  },

  onLight() {
    this.setData({ flash: this.data.flash === 'off' ? 'torch' : 'off' })
  },

  onType() {
    if (getCurrentPages().length > 1) back()
    else replace(routes.bind(this.personId || undefined))
  },

  onAgain() {
    this.look()
  },

  async onYes() {
    const { found } = this.data
    if (!found) return
    const session = await openSession()
    try {
      const bound = session.wallet.bindRead(this.personId, { lines: found.lines, level: 'scanned' }, now())
      this.personId = bound.personId
      this.setData({ outcome: outcomeOf(session, bound), chipToo: !nfcAbsent(), refused: [] })
      wx.setNavigationBarTitle({ title: texts().bind.title })
    } catch (failure) {
      this.setData({ refused: sentences(reasonsOf(failure)) })
      wx.pageScrollTo({ scrollTop: 0, duration: 0 })
      return
    }
    wx.pageScrollTo({ scrollTop: 0, duration: 0 })
    await this.save(session)
  },

  async save(session: Session) {
    await save(session).catch((failure) => this.setData({ notSaved: sentences(reasonsOf(failure)) }))
  },

  onChip() {
    const { found } = this.data
    if (!found) return
    handOver({ personId: this.personId, access: { lines: found.lines }, options: optionsFor(found.issuer), otherwise: { scanned: found.lines } })
    replace(routes.chip())
  },

  onOutcome() {
    const { outcome } = this.data
    if (outcome && outcome.showable) replace(routes.show(outcome.showable))
    else replace(routes.add())
  },

  onDone() {
    backPast(['bind', 'scan', 'chip'])
  },
})
