import { openSession, Session } from '../../libs/core'
import { sentences, texts } from '../../libs/i18n'
import { roots } from '../../libs/published'
import { enter, screenData } from '../../libs/screen'
import { readAddress, rememberAddress, update, updateAddress } from '../../libs/updates'
import { listViews, packViews, PublishedView, ResultLine, resultLines } from '../../libs/views/published'
import type { Mark } from '../../libs/views/verdict'

Page({
  data: {
    ...screenData('update'),
    packs: [] as PublishedView[],
    packTrouble: [] as string[],
    lists: [] as PublishedView[],
    listTrouble: [] as string[],
    /** Nobody is known who may sign anything newer. */
    fixed: false,
    address: '',
    addressBad: false,
    addressNote: null as Mark | null,
    busy: false,
    results: [] as ResultLine[],
    primary: '',
  },

  onLoad() {
    this.setData({ address: updateAddress() })
  },

  onShow() {
    this.enter()
  },

  enter() {
    enter(this, 'update', (session) => this.render(session))
  },

  render(session: Session) {
    const { update: t } = texts()
    const [packs, lists] = [packViews(session), listViews(session)]
    this.setData({
      packs,
      packTrouble: trouble(session.rulesRefused.length > 0 && [t.refusedRules, ...sentences(session.rulesRefused)], packs.length === 0 && [t.noRules]),
      lists,
      listTrouble: trouble(session.listRefused.length > 0 && [t.refusedLists, ...sentences(session.listRefused)], lists.length === 0 && [t.noLists]),
      addressNote: addressNote(this.data.addressBad),
      fixed: !roots.rules && !roots.list,
      primary: this.data.address.trim() ? t.go : t.enter,
    })
  },

  onAddress(event: WechatMiniprogram.CustomEvent<{ value: string }>) {
    const { update: t } = texts()
    const address = event.detail.value
    this.setData({ address, addressBad: false, addressNote: addressNote(false), primary: address.trim() ? t.go : t.enter })
  },

  async onPrimary() {
    if (this.data.busy) return
    const address = readAddress(this.data.address)
    this.setData({ addressBad: !address, addressNote: addressNote(!address), results: [] })
    if (!address) return wx.pageScrollTo({ selector: '#from', duration: 200 })
    this.setData({ busy: true })
    rememberAddress(address)
    const session = await openSession()
    const results = resultLines(await update(session, address))
    this.setData({ busy: false, results, address })
    this.render(session)
    wx.pageScrollTo({ selector: '#results', duration: 200 })
  },
})

function addressNote(bad: boolean): Mark {
  const { update: t } = texts()
  return bad ? { tone: 'stop', icon: 'cross', text: t.addressBad } : { tone: '', icon: '', text: t.addressWhy }
}

function trouble(...found: (string[] | false)[]): string[] {
  return found.reduce<string[]>((all, lines) => (lines ? all.concat(lines) : all), [])
}
