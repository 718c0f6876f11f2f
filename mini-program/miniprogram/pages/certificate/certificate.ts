import type { CertificateDetail, PersonView } from '../../core/healthpass'
import { now, openSession, saveRemoval, Session } from '../../libs/core'
import { sentences, texts, word } from '../../libs/i18n'
import { back, open, parameter, routes } from '../../libs/navigate'
import { confirmLoss, enter, screenData } from '../../libs/screen'
import { Fact } from '../../libs/views/facts'
import { PersonLine, personLine, Remedy, remedyFor } from '../../libs/views/people'
import { BlockView, blockViews, originFacts, personFacts } from '../../libs/views/records'
import { answersFor, Serving, servingOf } from '../../libs/views/trip'
import { keysOf, Remark } from '../../libs/views/showing'
import { Band, bandOf, CheckLine, checkLines, decidingReasons } from '../../libs/views/verdict'

Page({
  data: {
    ...screenData('certificate'),
    band: null as Band | null,
    reasons: [] as string[],
    person: null as PersonLine | null,
    outcome: '',
    shut: [] as string[],
    remedy: '' as Remedy | '',
    primary: '',
    blocks: [] as BlockView[],
    origin: [] as Fact[],
    named: [] as Fact[],
    checks: [] as CheckLine[],
    /** One-time codes left, of a certificate made for this phone. */
    keys: null as Remark | null,
    more: '',
    checksShown: false,
    /** What it is good for on the trip, if there is one. */
    serving: null as Serving | null,
    servingHeading: '',
    servingOpen: '',
  },
  id: '',
  personId: '',

  onLoad(query: { id?: string }) {
    this.id = parameter(query, 'id') || ''
  },

  onShow() {
    this.enter()
  },

  enter() {
    enter(this, 'certificate', (session) => this.render(session))
  },

  render(session: Session) {
    const { wallet } = session
    const detail = wallet.certificate(this.id, now())
    const person = wallet.overview(now()).people.find(({ id }) => id === detail.personId)
    this.personId = detail.personId
    this.setData({ ...contents(detail), ...gate(detail, person), keys: keysOf(session, this.id), more: texts().choose.more, person: person ? personLine(person) : null, ...serving(session, person, this.id) })
  },

  onPrimary() {
    const { remedy } = this.data
    if (!remedy) open(routes.show(this.id))
    else open(remedy === 'renew' ? routes.add() : routes.bind(this.personId))
  },

  onTrip() {
    open(routes.trip(this.personId))
  },

  onMore() {
    open(routes.request(this.personId))
  },

  onChecks() {
    this.setData({ checksShown: !this.data.checksShown })
  },

  async onRemove() {
    const { certificate: t } = texts()
    if (!(await confirmLoss(t.removeTitle, t.removeWhy, t.removeYes))) return
    const session = await openSession()
    session.wallet.removeCertificate(this.id)
    // what could not be written is said on the screen that comes next
    await saveRemoval(session).catch(() => undefined)
    back()
  },
})

function contents({ report, outcome, blocked }: CertificateDetail) {
  return {
    band: bandOf(report.verdict),
    reasons: decidingReasons(report).filter((reason) => !sentences(blocked).includes(reason)),
    outcome: (outcome && word(`outcome.${outcome}`)) || '',
    blocks: blockViews(report),
    origin: originFacts(report),
    named: personFacts(report),
    checks: checkLines(report),
  }
}

/** Why it cannot be shown, if it cannot, and what to do about it. */
function gate({ showable, blocked, report }: CertificateDetail, person: PersonView | undefined) {
  const { certificate: t, remedies } = texts()
  if (showable || !person) return { shut: [], remedy: '' as const, primary: t.show }
  const remedy = remedyFor(person, report)
  return { shut: sentences(blocked), remedy, primary: remedies[remedy] }
}

function serving(session: Session, person: PersonView | undefined, id: string) {
  const { heading, open: servingOpen } = texts().serves
  const found = person && session.wallet.trip() ? servingOf(answersFor(session, [person])[0], id) : null
  return { serving: found, servingHeading: heading, servingOpen }
}
