import type { PersonView, Presentation } from '../../core/healthpass'
import { lightDown, lightUp } from '../../libs/brightness'
import { now, openSession, reasonsOf, Session } from '../../libs/core'
import { moment } from '../../libs/format'
import { fill, language, sentences, texts } from '../../libs/i18n'
import { back, open, parameter, replace, routes } from '../../libs/navigate'
import { enter, screenData } from '../../libs/screen'
import { isDecided, prepare } from '../../libs/showing'
import { levelWord, namesOf, PersonLine, personLine, Remedy, remedyFor } from '../../libs/views/people'
import { readersLine, Remark } from '../../libs/views/showing'

/** A code on the screen with what the officer compares it with. */
interface Shown {
  name: string
  latin: string
  holds: string
  tail: string
  level: string
  expiry: string
  size: number
  modules: string
  label: string
}

/** A swipe has to go this far sideways, in px. */
const SWIPE = 60

Page({
  data: {
    ...screenData('show'),
    shown: null as Shown | null,
    shut: [] as string[],
    /** It has no code of its own: only protected ones, made anew each time. */
    bound: false,
    /** Who could read it the last time; null when that is not settled. */
    last: null as Remark | null,
    owner: null as PersonLine | null,
    remedy: '' as Remedy | '',
    primary: '',
    count: 0,
    index: 0,
    place: '',
  },
  wanted: '',
  ids: [] as string[],
  touch: { x: 0, y: 0 },

  onLoad(query: { id?: string }) {
    this.wanted = parameter(query, 'id') || ''
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
    enter(this, 'show', (session) => {
      this.ids = presentable(session, this.wanted)
      this.present(session, Math.max(0, this.ids.indexOf(this.wanted)))
    })
  },

  /** Asks the gate for the code at `index`; a shut gate gives its reasons instead. */
  present(session: Session, index: number) {
    const { show: t } = texts()
    const id = this.ids[index]
    const place = this.ids.length > 1 ? fill(t.place, { n: index + 1, of: this.ids.length }) : ''
    const person = id ? ownerOf(session, id) : undefined
    this.setData({ index, count: this.ids.length, place, owner: person ? personLine(person) : null })
    wx.setNavigationBarTitle({ title: place || t.title })
    if (!id) {
      this.shut([t.noneWhy], 'renew', texts().home.addFirst)
      return
    }
    this.wanted = id
    try {
      this.setData({ shown: shownAs(session.wallet.present(id, now(), 'screen'), person), shut: [], bound: false, remedy: '', primary: texts().common.done })
      lightUp()
    } catch (failure) {
      this.refused(session, person, failure)
    }
  },

  /** A shut gate names what opens it; anything else only its reasons. */
  refused(session: Session, person: PersonView | undefined, failure: unknown) {
    const reasons = reasonsOf(failure)
    const { show: t } = texts()
    if (reasons.some(({ code }) => code === 'present.bound')) {
      this.shut([t.boundWhy], '', t.choose)
      this.setData({ bound: true, last: null })
      this.offerLast(session)
      return
    }
    const isGate = reasons.some(({ code }) => code.startsWith('gate.'))
    const remedy = isGate && person ? remedyFor(person, session.wallet.certificate(this.wanted, now()).report) : ''
    this.shut(sentences(reasons), remedy, remedy ? texts().remedies[remedy] : texts().common.done)
  },

  /** What was chosen before can be shown again at once. */
  async offerLast(session: Session) {
    const id = this.wanted
    const draft = await prepare(session, id)
    if (id !== this.wanted || !isDecided(draft)) return
    this.setData({ last: readersLine(draft, session.wallet.choices(id, now())), primary: texts().show.asLast })
  },

  shut(shut: string[], remedy: Remedy | '', primary: string) {
    lightDown()
    this.setData({ shown: null, shut, bound: false, remedy, primary })
  },

  async onPrimary() {
    const { remedy, bound, last } = this.data
    if (bound) open(last ? routes.code(this.wanted) : routes.choose(this.wanted))
    else if (!remedy) back()
    else if (remedy === 'renew') replace(routes.add())
    else {
      const person = ownerOf(await openSession(), this.wanted)
      replace(routes.bind(person && person.id))
    }
  },

  /** To a code that shows what is chosen, to whom it is chosen. */
  onProtect() {
    open(routes.choose(this.wanted))
  },

  async step(by: number) {
    const { count, index } = this.data
    if (count > 1) this.present(await openSession(), (index + by + count) % count)
  },

  onPrevious() {
    this.step(-1)
  },

  onNext() {
    this.step(1)
  },

  onTouchStart(event: WechatMiniprogram.TouchEvent) {
    const { clientX, clientY } = event.changedTouches[0]
    this.touch = { x: clientX, y: clientY }
  },

  onTouchEnd(event: WechatMiniprogram.TouchEvent) {
    const { clientX, clientY } = event.changedTouches[0]
    const sideways = clientX - this.touch.x
    if (Math.abs(sideways) > SWIPE && Math.abs(sideways) > 2 * Math.abs(clientY - this.touch.y)) this.step(sideways < 0 ? 1 : -1)
  },
})

/** Everything that can be shown now, and the one asked for even if it cannot. */
function presentable({ wallet }: Session, wanted: string): string[] {
  const { people } = wallet.overview(now())
  const all = people.reduce<PersonView['certificates']>((list, person) => list.concat(person.certificates), [])
  return all.filter(({ id, showable }) => showable || id === wanted).map(({ id }) => id)
}

function ownerOf({ wallet }: Session, certificateId: string): PersonView | undefined {
  return wallet.overview(now()).people.find(({ certificates }) => certificates.some(({ id }) => id === certificateId))
}

function shownAs(presentation: Presentation, person: PersonView | undefined): Shown {
  const { show: t, holds } = texts()
  const { documentTail, level, expiresAt, qr } = presentation
  const document = person && person.document
  const { name, latin } = namesOf({ ...presentation, document: document || null })
  return {
    name,
    latin,
    holds: fill(t.tail, { document: holds[document ? document.kind : 'other'] }),
    tail: documentTail,
    level: levelWord(level),
    expiry: expiresAt ? fill(t.validTo, { date: moment(expiresAt, language()) }) : t.noExpiry,
    size: qr.size,
    modules: qr.modules,
    label: fill(t.codeOf, { name: latin || name, tail: documentTail }),
  }
}
