import type { FreshPresentation, PersonView } from '../../core/healthpass'
import { lightDown, lightUp } from '../../libs/brightness'
import { now, openSession, reasonsOf, save, Session } from '../../libs/core'
import { Countdown } from '../../libs/countdown'
import { fill, sentences, texts } from '../../libs/i18n'
import { back, parameter, replace, routes } from '../../libs/navigate'
import { enter, screenData } from '../../libs/screen'
import { change, choiceOf, Draft, forget, isDecided, prepare, prepared, remember } from '../../libs/showing'
import { findPerson } from '../../libs/views/binding'
import { levelWord, namesOf, Remedy, remedyFor } from '../../libs/views/people'
import { namesIn, Remark, sealedWord } from '../../libs/views/showing'

/** A code on the screen, with what the officer compares it with. */
interface Shown {
  name: string
  latin: string
  holds: string
  tail: string
  level: string
  size: number
  modules: string
  label: string
  readers: Remark
}

Page({
  data: {
    ...screenData('code'),
    shown: null as Shown | null,
    /** Whole seconds until the next code, in words and of a hundred. */
    left: '',
    percent: 100,
    answers: '',
    /** What an officer's question asks for that the code does not do. */
    wants: '',
    trouble: [] as string[],
    shut: [] as string[],
    remedy: '' as Remedy | '',
    primary: '',
  },
  id: '',
  every: 0,
  /** Whether a code of this showing was made. */
  begun: false,
  session: null as Session | null,
  person: undefined as PersonView | undefined,
  /** A question that was read here goes along to the choices, and nowhere else. */
  keepsQuestion: false,
  countdown: null as Countdown | null,

  onLoad(query: { id?: string }) {
    this.id = parameter(query, 'id') || ''
    this.countdown = new Countdown((left) => this.tick(left), () => this.remake())
  },

  onShow() {
    this.enter()
  },

  onHide() {
    this.rest()
  },

  onUnload() {
    this.rest()
    if (!this.keepsQuestion) change({ challenge: '', question: null })
    // the next one is signed with another key
    openSession().then(({ wallet }) => wallet.endShowing(), () => undefined)
  },

  /** Nothing is made while nobody looks. */
  rest() {
    if (this.countdown) this.countdown.stop()
    lightDown()
  },

  enter() {
    enter(this, 'code', async (session) => {
      this.session = session
      try {
        this.person = ownerOf(session, this.id)
        if (!isDecided(await prepare(session, this.id))) replace(routes.choose(this.id))
        else if (this.remake()) lightUp()
      } catch (failure) {
        this.refused(session, failure)
      }
    })
  },

  /** Makes the next code and shows it; false when there is none. */
  remake(): boolean {
    const draft = prepared(this.id)
    if (!this.session || !draft) return false
    try {
      this.show(this.session.wallet.showFresh(this.id, choiceOf(draft), now()), draft)
    } catch (failure) {
      this.refused(this.session, failure)
      return false
    }
    if (!this.begun) remember(draft)
    this.begun = true
    save(this.session).catch((failure) => this.setData({ trouble: sentences(reasonsOf(failure)) }))
    return true
  },

  /** The next code takes the place of the last in one step, and the countdown begins anew. */
  show(fresh: FreshPresentation, { question }: Draft) {
    const { code: t, common } = texts()
    this.every = fresh.remakeAfterSeconds
    this.setData({
      shown: shownAs(fresh, this.person),
      answers: question ? fill(t.answers, { name: question.name }) : '',
      shut: [],
      remedy: '',
      primary: common.done,
    })
    if (this.countdown) this.countdown.start(fresh.remakeAfterSeconds)
  },

  tick(left: number) {
    this.setData({ left: fill(texts().code.left, { n: left }), percent: Math.round((100 * left) / this.every) })
  },

  /** No code, and why; a shut gate names what opens it. */
  refused(session: Session, failure: unknown) {
    this.rest()
    const { code: t, remedies } = texts()
    const reasons = reasonsOf(failure)
    const { person } = this
    const isGate = reasons.some(({ code }) => code.startsWith('gate.'))
    const remedy = isGate && person ? remedyFor(person, session.wallet.certificate(this.id, now()).report) : ''
    this.setData({ shown: null, shut: sentences(reasons), remedy, primary: remedy ? remedies[remedy] : t.change })
  },

  /** Reads an officer's question with the phone's scanner and answers it. */
  async onQuestion() {
    const { code: t } = texts()
    try {
      const { result } = await wx.scanCode({ scanType: ['qrCode'] })
      await this.answer(result.trim())
    } catch (failure) {
      const { errMsg = '' } = failure as { errMsg?: string }
      // closing the scanner is no failure
      if (!/cancel/i.test(errMsg)) this.setData({ trouble: errMsg ? [fill(t.cameraFailed, { why: errMsg })] : [t.noQuestion].concat(sentences(reasonsOf(failure))) })
    }
  },

  async answer(challenge: string) {
    const { code: t } = texts()
    const session = await openSession()
    const question = session.wallet.question(challenge, now())
    change({ challenge, question })
    const { sealTo } = await prepare(session, this.id)
    const missing = question.sealTo.filter(({ kid }) => sealTo.indexOf(kid) < 0)
    this.setData({ trouble: [], wants: missing.length > 0 ? fill(t.wants, { name: question.name, names: namesIn(missing) }) : '' })
    this.remake()
  },

  /** To the choices, with the readers the question asks for. */
  onChange() {
    const { question } = prepared(this.id) as Draft
    const [first] = question ? question.sealTo : []
    if (question && first) change({ open: false, destination: (first.destinations || [first.country])[0], sealTo: question.sealTo.map(({ kid }) => kid) })
    this.toChoose()
  },

  onPrimary() {
    const { remedy, shown } = this.data
    if (shown) {
      forget()
      this.leave()
    } else if (!remedy) this.toChoose()
    else if (remedy === 'renew') replace(routes.add())
    else replace(routes.bind(this.person && this.person.id))
  },

  toChoose() {
    this.keepsQuestion = true
    const below = getCurrentPages().slice(-2)[0]
    if (below && below.route === 'pages/choose/choose') back()
    else replace(routes.choose(this.id))
  },

  /** Back to where showing began. */
  leave() {
    const pages = getCurrentPages()
    const steps = ['pages/code/code', 'pages/choose/choose', 'pages/show/show']
    let delta = 0
    while (delta < pages.length - 1 && steps.indexOf(pages[pages.length - 1 - delta].route) >= 0) delta += 1
    if (delta > 0) wx.navigateBack({ delta })
    else back()
  },
})

function ownerOf(session: Session, certificateId: string): PersonView | undefined {
  return findPerson(session, session.wallet.certificate(certificateId, now()).personId)
}

function shownAs({ qr, sealedTo }: FreshPresentation, person: PersonView | undefined): Shown {
  const { show: t, holds, code } = texts()
  const document = person && person.document
  const { name, latin } = person ? namesOf(person) : { name: '', latin: '' }
  const tail = document ? document.numberTail : ''
  const sealed = sealedTo.length > 0
  return {
    name,
    latin,
    holds: fill(t.tail, { document: holds[document ? document.kind : 'other'] }),
    tail,
    level: document ? levelWord(document.level) : '',
    size: qr.size,
    modules: qr.modules,
    label: [fill(t.codeOf, { name: latin || name, tail }), sealedWord(sealedTo)].join(texts().common.comma),
    readers: { icon: sealed ? 'lock' : 'open', tone: '', heading: sealedWord(sealedTo), text: sealed ? code.onlyThis : code.anyone },
  }
}
