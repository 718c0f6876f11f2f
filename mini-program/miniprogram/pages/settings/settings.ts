import type { TrustSummary } from '../../core/healthpass'
import { eraseAll, openSession, reasonsOf, Session, version } from '../../libs/core'
import { day } from '../../libs/format'
import { chooseLanguage, fill, language, languageChoice, LanguageChoice, sentence, sentences, texts } from '../../libs/i18n'
import { home, open, routes } from '../../libs/navigate'
import { confirmLoss, enter, screenData } from '../../libs/screen'
import { forgetPlan } from '../../libs/trip'
import { forgetAddress } from '../../libs/updates'
import { Fact, facts } from '../../libs/views/facts'
import { editionLines, PublishedLine } from '../../libs/views/published'

Page({
  data: {
    ...screenData('settings'),
    languages: [] as { id: LanguageChoice; name: string }[],
    choice: 'system' as LanguageChoice,
    list: [] as Fact[],
    listTrouble: [] as string[],
    published: [] as PublishedLine[],
    rulesHeading: '',
    update: '',
    problems: [] as { key: string; why: string }[],
    version: '',
    notErased: [] as string[],
  },

  onShow() {
    this.enter()
  },

  enter() {
    enter(this, 'settings', (session) => this.render(session))
  },

  render(session: Session) {
    this.setData({
      languages: [
        { id: 'system', name: texts().settings.system },
        { id: 'zh', name: '中文' },
        { id: 'en', name: 'English' },
      ],
      choice: languageChoice(),
      list: session.list ? listFacts(session.list) : [],
      listTrouble: listTrouble(session),
      published: editionLines(session),
      rulesHeading: texts().update.title,
      update: texts().trip.update,
      problems: session.problems.map(({ key, code }) => ({ key, why: sentence({ code }) })),
      version: version(),
    })
  },

  onLanguage(event: WechatMiniprogram.TouchEvent<object, object, { id: LanguageChoice }>) {
    chooseLanguage(event.currentTarget.dataset.id)
    this.enter()
  },

  onUpdate() {
    open(routes.update())
  },

  async onErase() {
    const { settings: t } = texts()
    if (!(await confirmLoss(t.eraseTitle, t.eraseText, t.eraseYes))) return
    try {
      forgetPlan()
      forgetAddress()
      await eraseAll(await openSession())
      home()
    } catch (failure) {
      this.setData({ notErased: sentences(reasonsOf(failure)) })
    }
  },
})

function listFacts(list: TrustSummary): Fact[] {
  const { settings: t } = texts()
  const counts = { issuers: list.issuers, keys: list.keys, countries: list.countries.length }
  return facts(
    [t.listName, list.name],
    [t.listEnvironment, t.environments[list.environment as keyof typeof t.environments] || list.environment],
    [t.listMade, day(list.createdAt, language())],
    [t.listAge, list.listAgeDays > 0 ? fill(t.days, { n: list.listAgeDays }) : t.today],
    [t.listExpires, day(list.expiresAt, language())],
    [t.listCounts, fill(t.listCountsOf, counts)],
  )
}

function listTrouble({ list, listRefused }: Session): string[] {
  const { settings: t } = texts()
  if (listRefused.length > 0) return [t.refusedList, ...sentences(listRefused)]
  if (!list) return [t.noList]
  return list.expired ? [t.listExpired] : []
}
