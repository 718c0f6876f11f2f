import type { PresentationChoices } from '../../core/healthpass'
import { now, openSession, reasonsOf, Session } from '../../libs/core'
import { fill, sentences, texts } from '../../libs/i18n'
import { back, open, parameter, routes } from '../../libs/navigate'
import { enter, screenData } from '../../libs/screen'
import { change, choiceOf, Draft, isDecided, prepare } from '../../libs/showing'
import { findPerson } from '../../libs/views/binding'
import { Fact } from '../../libs/views/facts'
import { certificateLine, namesOf, Remedy, remedyFor } from '../../libs/views/people'
import { BlockView, blockViews, originFacts } from '../../libs/views/records'
import { fixedPieces, keysLine, namesIn, Piece, pieces, readersLine, Remark, Seen, seenIn } from '../../libs/views/showing'

Page({
  data: {
    ...screenData('choose'),
    subject: '',
    readers: null as Remark | null,
    whole: false,
    fixed: '',
    pieces: [] as Piece[],
    /** Whether the passport can be asked for as well: only of a sealed code. */
    canNeedPassport: false,
    withPassport: false,
    question: null as Remark | null,
    seen: null as Seen | null,
    blocks: [] as BlockView[],
    origin: [] as Fact[],
    everything: false,
    keys: null as Remark | null,
    personId: '',
    /** Why there is no preview, and so no code. */
    shut: [] as string[],
    remedy: '' as Remedy | '',
    note: '',
    primary: '',
  },
  id: '',

  onLoad(query: { id?: string }) {
    this.id = parameter(query, 'id') || ''
  },

  onShow() {
    this.enter()
  },

  onUnload() {
    change({ challenge: '', question: null })
  },

  enter() {
    enter(this, 'choose', (session) => this.render(session))
  },

  async render(session: Session) {
    const { wallet } = session
    const { personId, report } = wallet.certificate(this.id, now())
    const person = findPerson(session, personId)
    const certificate = person && person.certificates.find(({ id }) => id === this.id)
    const subject = person && certificate ? fill(texts().choose.subject, { certificate: certificateLine(certificate, person).title, name: namesOf(person).name }) : ''
    this.setData({ subject, personId })
    try {
      const draft = await prepare(session, this.id)
      this.show(session, wallet.choices(this.id, now()), draft)
    } catch (failure) {
      const reasons = reasonsOf(failure)
      const remedy = person && reasons.some(({ code }) => code.startsWith('gate.')) ? remedyFor(person, report) : ''
      this.setData({ seen: null, readers: null, shut: sentences(reasons), remedy, primary: remedy ? texts().remedies[remedy] : texts().common.done })
    }
  },

  show(session: Session, choices: PresentationChoices, draft: Draft) {
    const sealed = !draft.open && draft.sealTo.length > 0
    const list = pieces(choices, draft)
    this.setData({
      readers: readersLine(draft, choices),
      whole: choices.kind === 'whole',
      fixed: fixedPieces(choices),
      pieces: list,
      canNeedPassport: choices.canNeedPassport && sealed,
      withPassport: sealed && draft.withPassport,
      question: questionOf(draft),
      keys: keysLine(choices),
      remedy: '',
      ...this.preview(session, draft, list.filter(({ shown }) => !shown)),
    })
  },

  /** What the reader will see, or why there would be no code. */
  preview({ wallet }: Session, draft: Draft, hidden: Piece[]) {
    const { choose: t } = texts()
    try {
      const preview = wallet.preview(this.id, choiceOf(draft), now())
      const decided = isDecided(draft)
      const seen = seenIn(preview, hidden, decided)
      const primary = decided ? (draft.open ? t.makeOpen : t.makeSealed) : t.chooseReader
      const note = decided ? fill(t.count, { n: seen.facts.length }) : ''
      return { seen, blocks: blockViews(preview), origin: originFacts(preview), shut: [] as string[], note, primary }
    } catch (failure) {
      return { seen: null, blocks: [], origin: [], shut: sentences(reasonsOf(failure)), note: '', primary: t.chooseReader }
    }
  },

  async changed(changes: Partial<Draft>) {
    change(changes)
    await this.render(await openSession())
  },

  async onPiece(event: WechatMiniprogram.TouchEvent<object, object, { id: string }>) {
    const { id } = event.currentTarget.dataset
    const { disclose } = await prepare(await openSession(), this.id)
    await this.changed({ disclose: disclose.indexOf(id) < 0 ? disclose.concat(id) : disclose.filter((each) => each !== id) })
  },

  onPassport() {
    this.changed({ withPassport: !this.data.withPassport })
  },

  onForgetQuestion() {
    this.changed({ challenge: '', question: null })
  },

  onReaders() {
    open(routes.reader(this.id))
  },

  onEverything() {
    this.setData({ everything: !this.data.everything })
  },

  onMore() {
    open(routes.request(this.data.personId))
  },

  onPrimary() {
    const { remedy, seen, readers, personId } = this.data
    if (remedy) open(remedy === 'renew' ? routes.add() : routes.bind(personId))
    else if (!readers) back()
    else if (!seen || readers.icon === 'unknown') this.onReaders()
    else open(routes.code(this.id))
  },
})

function questionOf({ question, sealTo }: Draft): Remark | null {
  const { choose: t } = texts()
  if (!question) return null
  const asked = question.sealTo.filter(({ kid }) => sealTo.indexOf(kid) < 0)
  return { icon: 'camera', tone: '', heading: fill(t.answers, { name: question.name }), text: asked.length > 0 ? fill(t.asksFor, { names: namesIn(asked) }) : t.answersWhy }
}
