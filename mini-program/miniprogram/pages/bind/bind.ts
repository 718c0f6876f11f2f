import type { Bound, DocumentKind, PersonView } from '../../core/healthpass'
import { checkTyped, now, openSession, reasonsOf, save, Session } from '../../libs/core'
import { sentences, texts, word } from '../../libs/i18n'
import { back, parameter, replace, routes } from '../../libs/navigate'
import { confirmLoss, enter, screenData } from '../../libs/screen'
import { Fact } from '../../libs/views/facts'
import { certificateLine, CertificateLine, documentFacts, PersonLine, personLine } from '../../libs/views/people'
import { asPrinted, emptyTyped, FieldView, fieldViews, firstMissing, oneLine, Target, Typed, typedDocument } from '../../libs/views/typing'

const KINDS: DocumentKind[] = ['ordinary', 'diplomatic', 'service', 'public-affairs', 'travel-document', 'other']

/** A certificate after binding, and why it does not agree with the passport if it does not. */
interface Compared extends CertificateLine {
  reasons: string[]
}

interface Outcome {
  person: PersonLine | null
  facts: Fact[]
  agree: Compared[]
  differ: Compared[]
  showable: string
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
    notSaved: [] as string[],
    person: null as PersonLine | null,
    current: [] as Fact[],
    /** A bound person's passport is shown first; another is typed on demand. */
    renewing: false,
    outcome: null as Outcome | null,
  },
  personId: null as string | null,
  asked: new Set<Target>(),

  onLoad(query: { person?: string }) {
    this.personId = parameter(query, 'person') || null
    this.asked = new Set()
  },

  onShow() {
    this.enter()
  },

  enter() {
    enter(this, 'bind', (session) => {
      this.setData({ kinds: KINDS.map((kind) => word(`document.${kind}`) || kind) })
      this.showPerson(session)
      this.assess()
    })
  },

  showPerson(session: Session) {
    const person = this.personId && findPerson(session, this.personId)
    if (!person) return
    wx.setNavigationBarTitle({ title: person.document ? texts().bind.titleBound : texts().bind.title })
    this.setData({ person: personLine(person), current: person.document ? documentFacts(person.document) : [] })
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
    this.setData({ refused: [], focus: '' })
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
    try {
      this.bound(session, session.wallet.bind(this.personId, typedDocument(this.data.typed), now()))
    } catch (failure) {
      this.setData({ refused: sentences(reasonsOf(failure)) })
      wx.pageScrollTo({ scrollTop: 0, duration: 0 })
      return
    }
    await this.save(session)
  },

  bound(session: Session, { personId, document, matched, mismatched }: Bound) {
    this.personId = personId
    const person = findPerson(session, personId)
    const differ = mismatched.map(({ certificateId, reasons }) => ({ id: certificateId, reasons: sentences(reasons) }))
    const agree = matched.map((id) => ({ id, reasons: [] as string[] }))
    const lines = (list: { id: string; reasons: string[] }[]) => (person ? list.reduce<Compared[]>((all, item) => all.concat(compare(person, item)), []) : [])
    const showable = person && person.certificates.find((certificate) => certificate.showable)
    this.setData({
      outcome: {
        person: person ? personLine(person) : null,
        facts: documentFacts(document),
        agree: lines(agree),
        differ: lines(differ),
        showable: showable ? showable.id : '',
      },
      typed: emptyTyped(),
      notSaved: [],
    })
    wx.pageScrollTo({ scrollTop: 0, duration: 0 })
  },

  async save(session: Session) {
    await save(session).catch((failure) => this.setData({ notSaved: sentences(reasonsOf(failure)) }))
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
    await save(session).catch(() => undefined)
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

function findPerson({ wallet }: Session, id: string): PersonView | undefined {
  return wallet.overview(now()).people.find((person) => person.id === id)
}

function compare(person: PersonView, { id, reasons }: { id: string; reasons: string[] }): Compared[] {
  return person.certificates.filter((certificate) => certificate.id === id).map((certificate) => ({ ...certificateLine(certificate, person), reasons }))
}
