import { openSession, reasonsOf, Session } from './core'
import { language, sentences, texts, Texts } from './i18n'

type Section = 'home' | 'add' | 'bind' | 'scan' | 'chip' | 'certificate' | 'show' | 'choose' | 'reader' | 'code' | 'request' | 'plan' | 'stop' | 'trip' | 'update' | 'settings'

/** What every screen's data holds: its words, and whether the wallet is open. */
export interface ScreenData<S extends Section> {
  t: Texts[S]
  c: Texts['common']
  lang: string
  phase: 'opening' | 'failed' | 'ready'
  failure: string[]
  /** The core has stopped for good; only a fresh start of the mini-program helps. */
  stopped: boolean
}

interface Host {
  setData(data: object): void
}

export function screenData<S extends Section>(section: S): ScreenData<S> {
  return { ...words(section), phase: 'opening', failure: [], stopped: false }
}

/** Puts a screen into the chosen language, opens the wallet and hands it over; says so when it cannot. */
export async function enter(page: Host, section: Section, ready: (session: Session) => void | Promise<void>): Promise<void> {
  page.setData(words(section))
  wx.setNavigationBarTitle({ title: texts()[section].title })
  try {
    const session = await openSession()
    await ready(session)
    page.setData({ phase: 'ready' })
  } catch (failure) {
    const reasons = reasonsOf(failure)
    page.setData({ phase: 'failed', failure: sentences(reasons), stopped: reasons[0].code === 'core.stopped' })
  }
}

function words<S extends Section>(section: S): Pick<ScreenData<S>, 't' | 'c' | 'lang'> {
  return { t: texts()[section], c: texts().common, lang: language() }
}

/** Asks before something is lost; true when the holder agrees. `yes` has at most four characters, as the platform demands. */
export async function confirmLoss(title: string, content: string, yes: string): Promise<boolean> {
  const { confirm } = await wx.showModal({ title, content, confirmText: yes, cancelText: texts().common.cancel, confirmColor: '#A3101B' })
  return confirm
}
