/** The module that opens what wallets show, started once, judging by the list in use. */
import { Desk, init, type DeskOptions, type Question, type Report } from 'healthpass/presentation'
import { trusted, type Trusted } from '../core'
import { now } from '../format'
import { takeSentences, type Language } from '../i18n'
import { kept } from '../settings'

const SENTENCES: Record<Language, () => Promise<{ default: Readonly<Record<string, string>> }>> = {
  en: () => import('healthpass/text/presentation-en.json'),
  zh: () => import('healthpass/text/presentation-zh.json'),
}

let room: Desk | null = null
let list: Trusted | null = null

/** Loads module and sentences. */
export async function startRoom(): Promise<void> {
  const say = async (language: Language) => takeSentences(language, (await SENTENCES[language]()).default)
  await Promise.all([init(), say('en'), say('zh')])
}

/** The desk, with the list in use. */
export function running(): Desk {
  const wanted = trusted()
  // a list is replaced, never taken away: without one, begin anew
  if (!room || (list && !wanted)) {
    room = new Desk(kept('place') || undefined)
    list = null
  }
  if (wanted && wanted !== list) {
    room.loadTrust(wanted.bundle, wanted.root, now())
    list = wanted
  }
  return room
}

export function judge(text: string, options: DeskOptions): Report {
  return running().verify(text, options)
}

export type { Question }
