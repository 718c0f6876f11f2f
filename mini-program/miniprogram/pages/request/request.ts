import { lightDown, lightUp } from '../../libs/brightness'
import { now, openSession, reasonsOf, save, Session } from '../../libs/core'
import { handOverText } from '../../libs/handover'
import { fill, sentences, texts } from '../../libs/i18n'
import { parameter, replace, routes } from '../../libs/navigate'
import { enter, screenData } from '../../libs/screen'
import { findPerson } from '../../libs/views/binding'
import { PersonLine, personLine } from '../../libs/views/people'
import { Remark } from '../../libs/views/showing'

/** One-time keys asked for at once: showings on a journey there and back, and no more than one code holds. */
const BATCH = 8

/** Most bytes of a file with an answer: far more than a batch of the largest certificates. */
const LARGEST = 1 << 20

/** A request that was made. */
interface Made {
  text: string
  size: number
  modules: string
  keys: string
}

Page({
  data: {
    ...screenData('request'),
    person: null as PersonLine | null,
    points: [] as Remark[],
    made: null as Made | null,
    trouble: [] as string[],
    primary: '',
  },
  personId: '',

  onLoad(query: { person?: string }) {
    this.personId = parameter(query, 'person') || ''
  },

  onShow() {
    this.enter()
  },

  onHide() {
    lightDown()
  },

  onUnload() {
    lightDown()
  },

  enter() {
    enter(this, 'request', (session) => {
      const { request: t } = texts()
      const person = findPerson(session, this.personId)
      this.setData({ person: person ? personLine(person) : null, points: points(), primary: this.data.made ? t.paste : t.make })
      if (this.data.made) lightUp()
    })
  },

  async onPrimary() {
    if (this.data.made) await this.onPaste()
    else await this.make(await openSession())
  },

  async make(session: Session) {
    const { request: t } = texts()
    try {
      const { text, qr, keys } = session.wallet.request(this.personId, BATCH, now())
      this.setData({ made: { text, size: qr ? qr.size : 0, modules: qr ? qr.modules : '', keys: fill(t.keys, { n: keys }) }, trouble: [], primary: t.paste })
    } catch (failure) {
      this.setData({ trouble: sentences(reasonsOf(failure)) })
      return
    }
    lightUp()
    wx.pageScrollTo({ scrollTop: 0, duration: 0 })
    // the answer can only be used with the keys that were made for it
    await save(session).catch((failure) => this.setData({ trouble: sentences(reasonsOf(failure)) }))
  },

  onCopy() {
    const { made } = this.data
    if (made) wx.setClipboardData({ data: made.text })
  },

  async onPaste() {
    const { add: t } = texts()
    try {
      const { data } = await wx.getClipboardData()
      const made = this.data.made
      if (!data.trim() || (made && data.trim() === made.text)) this.setData({ trouble: [texts().request.nothingCopied] })
      else this.read(data)
    } catch (failure) {
      this.setData({ trouble: [fill(t.clipboardFailed, { why: messageOf(failure) })] })
    }
  },

  async onScan() {
    const { add: t } = texts()
    try {
      const { result } = await wx.scanCode({ scanType: ['qrCode'] })
      this.read(result)
    } catch (failure) {
      // closing the scanner is no failure
      if (!/cancel/i.test(messageOf(failure))) this.setData({ trouble: [fill(t.cameraFailed, { why: messageOf(failure) })] })
    }
  },

  async onFile() {
    const { request: t } = texts()
    try {
      const { tempFiles: [file] } = await wx.chooseMessageFile({ count: 1, type: 'file' })
      if (file.size > LARGEST) this.setData({ trouble: [t.fileTooLarge] })
      else this.read(await textOf(file.path))
    } catch (failure) {
      if (!/cancel/i.test(messageOf(failure))) this.setData({ trouble: [fill(t.fileFailed, { why: messageOf(failure) })] })
    }
  },

  /** An answer is read where every certificate is. */
  read(text: string) {
    handOverText(text)
    replace(routes.add())
  },
})

/** What protected certificates are for, and what they are not. */
function points(): Remark[] {
  const { request: t } = texts()
  const icons = ['hidden', 'key', 'file', 'open']
  return t.points.map(({ heading, text }, i) => ({ icon: icons[i], tone: '' as const, heading, text }))
}

function textOf(filePath: string): Promise<string> {
  return new Promise((resolve, reject) => {
    wx.getFileSystemManager().readFile({ filePath, encoding: 'utf8', success: ({ data }) => resolve(String(data)), fail: reject })
  })
}

function messageOf(failure: unknown): string {
  return (failure as { errMsg?: string }).errMsg || String(failure)
}
