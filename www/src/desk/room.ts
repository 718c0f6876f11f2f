/** The module that opens what wallets show, started once, judging by the list in use. */
import { Desk, init, type DeskOptions, type Question, type Report } from 'healthpass/desk'
import { trusted, type Trusted } from '../core'
import { now } from '../format'
import { takeSentences, type Language } from '../i18n'
import { kept } from '../settings'
import type { Decides } from '../trip/types'

const SENTENCES: Record<Language, () => Promise<{ default: Readonly<Record<string, string>> }>> = {
  en: () => import('healthpass/text/desk-en.json'),
  zh: () => import('healthpass/text/desk-zh.json'),
}

let furnish: (desk: Decides) => void = () => {}
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
  if (!room) {
    room = new Desk(kept('place') || undefined)
    furnish(room)
  }
  if (wanted === list) return room
  if (wanted) room.loadTrust(wanted.bundle, wanted.root, now())
  else room.clearTrust()
  list = wanted
  return room
}

export function judge(text: string, options: DeskOptions): Report {
  return running().verify(text, options)
}

/** The same desk, which decides by rules and lists of withdrawn certificates too. */
export function decider(): Desk {
  return running()
}

/** Whoever holds more lists puts them into the room once it is there. */
export function furnishWith(all: (desk: Decides) => void): void {
  furnish = all
}

export type { Question }
