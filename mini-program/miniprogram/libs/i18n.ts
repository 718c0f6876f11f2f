import type { Reason } from '../core/healthpass'
import { isDated, moment } from './format'
import { en } from './en'
import { zh } from './zh'

export type Language = 'zh' | 'en'
export type LanguageChoice = Language | 'system'
/** The words of the screens; the sentences behind the core's codes are the core's own. */
export type Texts = typeof zh

const CHOICE = 'healthpass/language'
const TABLES: { [language in Language]: Texts } = { zh, en }
const WORDS: { [language in Language]: { [key: string]: string | undefined } } = {
  zh: require('../core/text-zh.js'),
  en: require('../core/text-en.js'),
}
const DEVICES: { [number: string]: string | undefined } = require('../core/devices.js')

let chosen: LanguageChoice | undefined

export function languageChoice(): LanguageChoice {
  if (!chosen) {
    const stored: unknown = wx.getStorageSync(CHOICE)
    chosen = stored === 'zh' || stored === 'en' ? stored : 'system'
  }
  return chosen
}

export function chooseLanguage(choice: LanguageChoice): void {
  chosen = choice
  wx.setStorageSync(CHOICE, choice)
}

export function language(): Language {
  const choice = languageChoice()
  if (choice !== 'system') return choice
  return /^zh/i.test(wx.getAppBaseInfo().language) ? 'zh' : 'en'
}

export function otherLanguage(): Language {
  return language() === 'zh' ? 'en' : 'zh'
}

export function texts(from: Language = language()): Texts {
  return TABLES[from]
}

/** `{name}` in a template, replaced. */
export function fill(template: string, values: { [name: string]: string | number }): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole))
}

/** The core's word for a key such as `verdict.verified`, or undefined. */
export function word(key: string, from: Language = language()): string | undefined {
  return WORDS[from][key]
}

/** The codes of a group that have a word, such as `country`. */
export function codesIn(group: string): string[] {
  return Object.keys(WORDS.en).filter((key) => key.startsWith(`${group}.`)).map((key) => key.slice(group.length + 1))
}

/** The name of an antigen test device, in no language of its own. */
export function deviceName(number: string): string | undefined {
  return DEVICES[number]
}

/** The sentence of a reason, with its dates written out. */
export function sentence(reason: Reason): string {
  const own = texts().reasons as { [code: string]: string | undefined }
  const template = word(`reason.${reason.code}`) || own[reason.code]
  if (!template) return fill(texts().reasons['app.no-sentence'], { code: reason.code })
  const { expected = '', found = '', at = '' } = reason
  return fill(template, { expected: readable(expected), found: readable(found), at: readable(at) })
}

export function sentences(reasons: Reason[]): string[] {
  return reasons.map(sentence)
}

function readable(value: string): string {
  const offset = /^offset (\d+)$/.exec(value)
  if (offset) return fill(texts().common.offset, { n: offset[1] })
  return isDated(value) ? moment(value, language()) : value
}
