import { now, openSession, reasonsOf, saveAgain, Session, unwritten } from '../../libs/core'
import { fill, sentences, texts } from '../../libs/i18n'
import { open, routes } from '../../libs/navigate'
import { enter, screenData } from '../../libs/screen'
import { PersonLine, personLine } from '../../libs/views/people'
import { answersFor, groupMark, routeName } from '../../libs/views/trip'
import type { Mark } from '../../libs/views/verdict'

type Next = 'show' | 'bind' | 'add'

Page({
  data: {
    ...screenData('home'),
    people: [] as PersonLine[],
    next: 'add' as Next,
    nextLabel: '',
    unsaved: '',
    unsavedWhy: [] as string[],
    problems: '',
    listOld: false,
    tripName: '',
    /** The trip's stops, or what a trip check is for while there is no trip. */
    tripWhy: '',
    tripMark: null as Mark | null,
    hasTrip: false,
  },

  onShow() {
    this.enter()
  },

  enter() {
    enter(this, 'home', (session) => this.render(session))
  },

  render(session: Session) {
    const { home: t, common } = texts()
    const people = session.wallet.overview(now()).people.map(personLine)
    const next = nextStep(people)
    const waiting = unwritten()
    const damaged = session.problems.length
    this.setData({
      people,
      next,
      nextLabel: { show: t.show, bind: t.bind, add: people.length > 0 ? t.add : t.addFirst }[next],
      unsaved: waiting > 0 ? fill(common.unsaved, { n: waiting }) : '',
      unsavedWhy: [],
      problems: damaged > 0 ? fill(t.problems, { n: damaged }) : '',
      listOld: session.list !== null && session.list.expired,
      ...tripCell(session),
    })
  },

  async onSaveAgain() {
    try {
      await saveAgain()
      this.render(await openSession())
    } catch (failure) {
      this.setData({ unsavedWhy: sentences(reasonsOf(failure)) })
    }
  },

  onNext() {
    const unbound = this.data.people.find(({ bound }) => !bound)
    if (this.data.next === 'show') open(routes.show())
    else if (this.data.next === 'bind' && unbound) open(routes.bind(unbound.id))
    else open(routes.add())
  },

  onCertificate(event: WechatMiniprogram.TouchEvent<object, object, { id: string }>) {
    open(routes.certificate(event.currentTarget.dataset.id))
  },

  onPerson(event: WechatMiniprogram.TouchEvent<object, object, { id: string }>) {
    open(routes.bind(event.currentTarget.dataset.id))
  },

  onAdd() {
    open(routes.add())
  },

  onBind() {
    open(routes.bind())
  },

  onTrip() {
    open(this.data.hasTrip ? routes.trip() : routes.plan())
  },

  onSettings() {
    open(routes.settings())
  },
})

/** The trip with its answer in words: for several people that of whom most is missing. */
function tripCell(session: Session) {
  const { trip: t } = texts()
  const trip = session.wallet.trip()
  if (!trip) return { hasTrip: false, tripName: t.cell, tripWhy: t.cellWhy, tripMark: null }
  return { hasTrip: true, tripName: t.cell, tripWhy: routeName(trip), tripMark: groupMark(answersFor(session)) }
}

/** Show what can be shown; else what is missing first. */
function nextStep(people: PersonLine[]): Next {
  const certificates = people.reduce<PersonLine['certificates']>((all, person) => all.concat(person.certificates), [])
  if (certificates.some(({ showable }) => showable)) return 'show'
  return people.some(({ bound, certificates: own }) => !bound && own.length > 0) ? 'bind' : 'add'
}
