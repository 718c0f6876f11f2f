import type { Bound, DocumentKind } from '../../core/healthpass'
import { checkTyped, now, openSession, reasonsOf, save, saveRemoval, Session } from '../../libs/core'
import { Handover, handOver, optionsFor } from '../../libs/handover'
import { sentences, texts, word } from '../../libs/i18n'
import { back, open, parameter, replace, routes } from '../../libs/navigate'
import { cameraAbsent, nfcAbsent } from '../../libs/phone'
import { confirmLoss, enter, screenData } from '../../libs/screen'
import { findPerson, Outcome, outcomeOf } from '../../libs/views/binding'
import { Fact } from '../../libs/views/facts'
import { documentFacts, PersonLine, personLine } from '../../libs/views/people'
import { accessOf, asPrinted, emptyTyped, FieldView, fieldViews, firstMissing, firstShut, oneLine, Target, Typed, typedDocument } from '../../libs/views/typing'
import { Mark } from '../../libs/views/verdict'

const KINDS: DocumentKind[] = ['ordinary', 'diplomatic', 'service', 'public-affairs', 'travel-document', 'other']

/** A way of binding other than typing, and why it is not open here if it is not. */
interface Way {
  id: 'scan' | 'chip'
  icon: string
  name: string
  detail: string
  absent: Mark | null
}

Page({
  data: {
    ...screenData('bind'),
    typed: emptyTyped(),
    fields: [] as FieldView[],
    focus: '' as Target | '',
    kinds: [] as string[],
    kindIndex: 0,
    primary: '',
    refused: [] as string[],
    ways: [] as Way[],
    /** Said once the chip was asked for with too little to open it. */
    chipNeeds: false,
    /** Whether the chip can be read as well, after typing. */
    chipToo: false,
    notSaved: [] as string[],
    person: null as PersonLine | null,
    current: [] as Fact[],
    /** A bound person's passport is shown first; another is typed on demand. */
    renewing: false,
    outcome: null as Outcome | null,
  },
  personId: null as string | null,
  asked: new Set<Target>(),
  justBound: null as Handover | null,

  onLoad(query: { person?: string }) {
    this.personId = parameter(query, 'person') || null
    this.asked = new Set()
  },

  onShow() {
    this.enter()
  },

  enter() {
    enter(this, 'bind', (session) => {
      this.setData({ kinds: KINDS.map((kind) => word(`document.${kind}`) || kind), ways: ways() })
      this.showPerson(session)
      this.assess()
    })
  },

  showPerson(session: Session) {
    const person = this.personId && findPerson(session, this.personId)
    if (!person) return
    wx.setNavigationBarTitle({ title: person.document ? texts().bind.titleBound : texts().bind.title })
    const line = personLine(person)
    const before = this.data.person
    // bound on another screen meanwhile: what was typed here has done its service
    if (before && before.binding.text !== line.binding.text) this.setData({ typed: emptyTyped(), renewing: false, outcome: null })
    this.setData({ person: line, current: person.document ? documentFacts(person.document) : [] })
  },

  /** Checks what has been typed and says, field by field, what was found. */
  assess(change: Partial<Typed> = {}) {
    const typed = { ...this.data.typed, ...change }
    const assessment = checkTyped(typedDocument(typed), now())
    const missing = firstMissing(typed, assessment)
    this.setData({
      typed,
      fields: fieldViews(typed, assessment, this.asked),
      primary: missing ? missing.label : texts().bind.submit,
    })
  },

  onType(event: WechatMiniprogram.CustomEvent<{ value: string }, object, { target: Target }>) {
    const { target } = event.currentTarget.dataset
    const { value } = event.detail
    const pair = target === 'line1' ? bothLines(asPrinted(value)) : null
    this.setData({ refused: [], focus: '', chipNeeds: false })
    this.assess(pair ? { pasting: true, full: pair } : target === 'lines' ? { full: value } : { [target]: value })
  },

  onLeave(event: WechatMiniprogram.CustomEvent<object, object, { target: Target }>) {
    const { target } = event.currentTarget.dataset
    const left = this.data.fields.find((field) => field.target === target)
    if (!left || !left.value) return
    this.asked.add(target)
    this.assess(target === 'lines' ? { full: asPrinted(left.value) } : { [target]: oneLine(left.value) })
  },

  onKind(event: WechatMiniprogram.PickerChange) {
    const kindIndex = Number(event.detail.value)
    this.setData({ kindIndex })
    this.assess({ kind: KINDS[kindIndex] })
  },

  onWay() {
    this.asked.clear()
    this.setData({ refused: [] })
    this.assess({ pasting: !this.data.typed.pasting })
  },

  onOther(event: WechatMiniprogram.TouchEvent<object, object, { id: Way['id'] }>) {
    if (event.currentTarget.dataset.id === 'scan') open(routes.scan(this.personId || undefined))
    else this.toChip()
  },

  /** Goes to the chip with what opens it, or to the first of that which is missing. */
  toChip() {
    const { typed } = this.data
    const assessment = checkTyped(typedDocument(typed), now())
    const shut = firstShut(typed, assessment)
    if (shut) {
      this.setData({ chipNeeds: true })
      this.leadTo(shut)
      // where it says what for
      wx.pageScrollTo({ scrollTop: 0, duration: 0 })
    } else {
      handOver(this.handover(typed, assessment.complete))
      open(routes.chip())
    }
  },

  handover(typed: Typed, complete: boolean): Handover {
    const document = typedDocument(typed)
    const options = optionsFor(document.kind === 'other' ? '' : 'CHN')
    return { personId: this.personId, access: accessOf(typed), options, otherwise: complete ? { typed: document } : null }
  },

  onRenew() {
    this.setData({ renewing: true })
    wx.setNavigationBarTitle({ title: texts().bind.title })
    wx.pageScrollTo({ scrollTop: 0, duration: 0 })
  },

  /** Binds, or leads to what is missing. */
  async onPrimary() {
    const { typed } = this.data
    const missing = firstMissing(typed, checkTyped(typedDocument(typed), now()))
    if (missing) this.leadTo(missing.target)
    else await this.bind()
  },

  leadTo(target: Target) {
    this.asked.add(target)
    this.assess()
    // the platform moves the focus only when the value changes
    this.setData({ focus: '' }, () => this.setData({ focus: target }))
    wx.pageScrollTo({ selector: `#field-${target}`, offsetTop: -24, duration: 0 })
  },

  async bind() {
    const session = await openSession()
    const { typed } = this.data
    try {
      this.bound(session, session.wallet.bind(this.personId, typedDocument(typed), now()))
    } catch (failure) {
      this.setData({ refused: sentences(reasonsOf(failure)) })
      wx.pageScrollTo({ scrollTop: 0, duration: 0 })
      return
    }
    this.justBound = this.handover(typed, true)
    await this.save(session)
  },

  bound(session: Session, bound: Bound) {
    this.personId = bound.personId
    this.setData({ outcome: outcomeOf(session, bound), chipToo: !nfcAbsent(), typed: emptyTyped(), notSaved: [] })
    wx.pageScrollTo({ scrollTop: 0, duration: 0 })
  },

  onChipToo() {
    if (this.justBound) handOver(this.justBound)
    replace(routes.chip())
  },

  async save(session: Session) {
    await save(session).catch((failure) => this.setData({ notSaved: sentences(reasonsOf(failure)) }))
  },

  onRequest() {
    open(routes.request(this.personId as string))
  },

  async onUnbind() {
    const { bind: t } = texts()
    if (!(await confirmLoss(t.unbindTitle, t.unbindWhy, t.removeYes))) return
    const session = await openSession()
    session.wallet.unbind(this.personId as string)
    await this.save(session)
    this.showPerson(session)
  },

  async onRemovePerson() {
    const { bind: t } = texts()
    if (!(await confirmLoss(t.removePersonTitle, t.removePersonWhy, t.removeYes))) return
    const session = await openSession()
    session.wallet.removePerson(this.personId as string)
    // what could not be written is said on the screen that comes next
    await saveRemoval(session).catch(() => undefined)
    back()
  },

  onOutcome() {
    const { outcome } = this.data
    if (outcome && outcome.showable) replace(routes.show(outcome.showable))
    else replace(routes.add())
  },

  onDone() {
    back()
  },
})

/** Two full lines pasted into the field of the first, on two lines or run together. */
function bothLines(text: string): string | null {
  const lines = text.split('\n').filter(Boolean)
  if (lines.length > 1) return lines.join('\n')
  return text.length === 88 ? `${text.slice(0, 44)}\n${text.slice(44)}` : null
}

function ways(): Way[] {
  const { bind: t, absent } = texts()
  const mark = (why: keyof typeof absent | ''): Mark | null => (why ? { tone: 'none', icon: 'none', text: absent[why] } : null)
  return [
    { id: 'scan', icon: 'camera', name: t.scan, detail: t.scanWhy, absent: mark(cameraAbsent()) },
    { id: 'chip', icon: 'chip', name: t.chip, detail: t.chipWhy, absent: mark(nfcAbsent()) },
  ]
}
