import type { Added, Reason } from '../../core/healthpass'
import { fromBase64 } from '../../libs/base64'
import { collectParts, now, openSession, reasonsOf, save, Session } from '../../libs/core'
import { fill, sentences, texts } from '../../libs/i18n'
import { takeOverText } from '../../libs/handover'
import { back, replace, routes } from '../../libs/navigate'
import { enter, screenData } from '../../libs/screen'
import { PersonLine, personLine, Remedy, remedyFor } from '../../libs/views/people'
import { originFacts } from '../../libs/views/records'
import { Fact } from '../../libs/views/facts'
import { keysOf, Remark } from '../../libs/views/showing'
import { Band, bandOf, decidingReasons } from '../../libs/views/verdict'

/** What came of reading: kept, or not and why. */
interface Outcome {
  band: Band | null
  reasons: string[]
  facts: Fact[]
  /** One-time codes, of what an issuer made for this phone. */
  keys: Remark | null
  person: PersonLine | null
  certificateId: string
  personId: string
  /** Empty when it can be shown at once. */
  remedy: Remedy | ''
  primary: string
}

/** Base64 of how a ZIP archive begins. */
const ARCHIVE = 'UEsDB'

/** The longest text the field takes: twice what the largest QR code holds in capitals and digits. */
const LONGEST = 8600

Page({
  data: {
    ...screenData('add'),
    text: '',
    trouble: '',
    /** Codes read so far of a certificate that is spread over several, and what is said about them. */
    parts: [] as string[],
    progress: null as { heading: string; lines: string[] } | null,
    outcome: null as Outcome | null,
    notSaved: [] as string[],
    longest: LONGEST,
  },

  onShow() {
    this.enter()
  },

  enter() {
    enter(this, 'add', async () => {
      // from the screen that asks an issuer, which was given the answer
      const given = takeOverText()
      if (given) await this.read(given)
    })
  },

  async onScan() {
    this.setData({ trouble: '' })
    try {
      const { result, rawData } = await wx.scanCode({ scanType: ['qrCode'] })
      await this.read(archiveIn(rawData) || result)
    } catch (failure) {
      const { errMsg = String(failure) } = failure as { errMsg?: string }
      // closing the scanner is no failure
      if (!/cancel/i.test(errMsg)) this.setData({ trouble: fill(texts().add.cameraFailed, { why: errMsg }) })
    }
  },

  async onPaste() {
    const { add: t } = texts()
    try {
      const { data } = await wx.getClipboardData()
      if (data.trim()) await this.read(data)
      else this.setData({ trouble: t.clipboardEmpty })
    } catch (failure) {
      this.setData({ trouble: fill(t.clipboardFailed, { why: (failure as { errMsg?: string }).errMsg || String(failure) }) })
    }
  },

  onText(event: WechatMiniprogram.CustomEvent<{ value: string }>) {
    this.setData({ text: event.detail.value, trouble: '' })
  },

  onPrimary() {
    const { text } = this.data
    if (text.trim()) this.read(text)
    else this.onScan()
  },

  /** Hands a text to the wallet and shows what it was; what cannot be read is not kept. */
  async read(text: string) {
    const session = await openSession()
    const whole = this.gather(text.trim())
    if (whole === null) return
    try {
      this.kept(session, session.wallet.add(whole, now()))
    } catch (failure) {
      this.refused(reasonsOf(failure))
      return
    }
    await save(session).catch((failure) => this.setData({ notSaved: sentences(reasonsOf(failure)) }))
  },

  /** The text of a whole certificate; `null` while other codes of it are still to be read. */
  gather(text: string): string | null {
    const { add: t, common } = texts()
    const seen = this.data.parts.indexOf(text) < 0 ? [...this.data.parts, text] : this.data.parts
    const parts = collectParts(seen.filter((part) => part !== text).concat(text))
    if (!parts || parts.text) return parts && parts.text ? parts.text : text
    const heading = fill(t.partsRead, { n: parts.have.length, of: parts.of })
    const progress = { heading, lines: [fill(t.partsMissing, { numbers: parts.missing.join(common.comma) })] }
    this.setData({ parts: seen, progress, text: '', trouble: '', outcome: null })
    return null
  },

  onForgetParts() {
    this.setData({ parts: [], progress: null })
  },

  kept(session: Session, { report, certificateId, personId }: Added) {
    const { add: t, remedies } = texts()
    const { wallet } = session
    const person = wallet.overview(now()).people.find(({ id }) => id === personId)
    const { showable } = wallet.certificate(certificateId, now())
    const remedy = showable || !person ? '' : remedyFor(person, report)
    this.finish({
      band: bandOf(report.verdict),
      reasons: decidingReasons(report),
      facts: originFacts(report),
      keys: keysOf(session, certificateId),
      person: person ? personLine(person) : null,
      certificateId,
      personId,
      remedy,
      primary: !remedy ? t.show : remedy === 'bind' ? t.bind : remedies[remedy],
    })
  },

  refused(reasons: Reason[]) {
    const band = reasons.some(isUnreadable) ? bandOf('unreadable') : null
    const primary = texts().add.scanAgain
    this.finish({ band, reasons: sentences(reasons.filter(isTelling)), facts: [], keys: null, person: null, certificateId: '', personId: '', remedy: '', primary })
  },

  finish(outcome: Outcome) {
    this.setData({ outcome, text: '', trouble: '', notSaved: [], parts: [], progress: null })
    wx.pageScrollTo({ scrollTop: 0, duration: 0 })
  },

  onOutcome() {
    const { outcome } = this.data
    if (!outcome || !outcome.certificateId) this.onScan()
    else if (!outcome.remedy) replace(routes.show(outcome.certificateId))
    else if (outcome.remedy === 'renew') this.onAgain()
    else replace(routes.bind(outcome.personId))
  },

  onDetails() {
    const { outcome } = this.data
    if (outcome) replace(routes.certificate(outcome.certificateId))
  },

  onAgain() {
    this.setData({ outcome: null })
  },

  onDone() {
    back()
  },
})

/** A DIVOC code is a ZIP archive: bytes, which go on one character each. Empty for any other code. */
function archiveIn(rawData: string | undefined): string {
  if (!rawData || rawData.indexOf(ARCHIVE) !== 0) return ''
  return Array.from(fromBase64(rawData), (byte) => String.fromCharCode(byte)).join('')
}

/** Not the checks that were never reached. */
function isTelling({ code }: Reason): boolean {
  return code !== 'envelope.not-read'
}

/** Other refusals, such as a certificate that is here already, say nothing against the text. */
function isUnreadable({ code }: Reason): boolean {
  return /^(envelope|content)\./.test(code)
}
