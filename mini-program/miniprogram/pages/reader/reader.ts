import type { PresentationChoices } from '../../core/healthpass'
import { now, openSession } from '../../libs/core'
import { texts } from '../../libs/i18n'
import { back, parameter } from '../../libs/navigate'
import { enter, screenData } from '../../libs/screen'
import { change, destinationsOf, Draft, MOST_READERS, prepare, servesAt } from '../../libs/showing'
import { countryName } from '../../libs/views/records'
import { Reader, readerLine } from '../../libs/views/showing'

/** A state somebody can be named for, and who. */
interface Destination {
  code: string
  name: string
  detail: string
}

Page({
  data: {
    ...screenData('reader'),
    destinations: [] as Destination[],
    /** The destination whose authorities are listed; empty while none is chosen. */
    at: '',
    atName: '',
    readers: [] as (Reader & { chosen: boolean })[],
    /** Chosen for another destination. */
    elsewhere: [] as Reader[],
    open: false,
    tooMany: false,
    listOld: false,
    primary: '',
  },
  id: '',

  onLoad(query: { id?: string }) {
    this.id = parameter(query, 'id') || ''
  },

  onShow() {
    this.enter()
  },

  enter() {
    enter(this, 'reader', async (session) => {
      const draft = await prepare(session, this.id)
      const listOld = session.list !== null && session.list.expired
      this.setData({ at: draft.open ? '' : draft.destination, listOld })
      this.render(session.wallet.choices(this.id, now()), draft)
    })
  },

  render(choices: PresentationChoices, { sealTo, open }: Draft) {
    const { common } = texts()
    const { at } = this.data
    const { recipients } = choices
    const isChosen = ({ kid }: { kid: string }) => sealTo.indexOf(kid) >= 0
    this.setData({
      destinations: destinationsOf(recipients).map((code) => ({
        code,
        name: countryName(code),
        detail: recipients.filter((each) => servesAt(each, code)).map(({ name }) => name).join(common.list),
      })),
      atName: at && countryName(at),
      readers: recipients.filter((each) => servesAt(each, at)).map((each) => ({ ...readerLine(each), chosen: isChosen(each) })),
      elsewhere: recipients.filter((each) => isChosen(each) && !servesAt(each, at)).map(readerLine),
      open,
      primary: common.done,
    })
  },

  async changed(changes: Partial<Draft>) {
    const session = await openSession()
    change(changes)
    this.render(session.wallet.choices(this.id, now()), await prepare(session, this.id))
  },

  /** Lists the authorities of a destination, and takes its first when nobody is chosen yet. */
  async onDestination(event: WechatMiniprogram.TouchEvent<object, object, { code: string }>) {
    const { code } = event.currentTarget.dataset
    const session = await openSession()
    const { sealTo, open } = await prepare(session, this.id)
    const first = session.wallet.choices(this.id, now()).recipients.find((each) => servesAt(each, code))
    this.setData({ at: code, tooMany: false })
    wx.pageScrollTo({ scrollTop: 0, duration: 0 })
    await this.changed({ destination: code, open: false, sealTo: first && (open || sealTo.length === 0) ? [first.kid] : sealTo })
  },

  async onReader(event: WechatMiniprogram.TouchEvent<object, object, { kid: string }>) {
    const { kid } = event.currentTarget.dataset
    const { sealTo } = await prepare(await openSession(), this.id)
    const without = sealTo.filter((each) => each !== kid)
    const tooMany = without.length === sealTo.length && sealTo.length >= MOST_READERS
    this.setData({ tooMany })
    if (!tooMany) await this.changed({ open: false, sealTo: without.length < sealTo.length ? without : sealTo.concat(kid) })
  },

  async onOpen() {
    await this.changed({ open: true, sealTo: [], destination: '', withPassport: false })
    back()
  },

  onOthers() {
    this.setData({ at: '', tooMany: false })
  },

  onDone() {
    back()
  },
})
