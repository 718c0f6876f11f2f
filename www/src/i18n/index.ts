import { keep, kept } from '../settings'
import { en } from './en'
import { zh } from './zh'

export type Language = 'en' | 'zh'
export type Key = keyof typeof en
export type Table = { readonly [K in Key]: string }
type Sentences = Readonly<Record<string, string>>
type Values = Readonly<Record<string, string | number>>

const own: Record<Language, Table> = { en, zh }
/** The core's sentences; a page waits for those of its own language only. */
const core: Record<Language, Sentences> = { en: {}, zh: {} }
const CORE: Record<Language, () => Promise<{ default: Sentences }>> = {
  en: () => import('healthpass/text/en.json'),
  zh: () => import('healthpass/text/zh.json'),
}

let current: Language = kept('language') === 'zh' ? 'zh' : kept('language') === 'en' ? 'en' : system()

function system(): Language {
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}

/** Loads the core's sentences of a language. Until then its words are codes. */
export async function loadSentences(of: Language): Promise<void> {
  takeSentences(of, (await CORE[of]()).default)
}

/** Adds sentences that came later, with a part of the page that few need. */
export function takeSentences(of: Language, more: Sentences): void {
  core[of] = { ...core[of], ...more }
}

export function language(): Language {
  return current
}

export function otherLanguage(): Language {
  return current === 'en' ? 'zh' : 'en'
}

export function switchLanguage(): void {
  current = otherLanguage()
  keep('language', current)
}

/** Value of a `lang` attribute. */
export function tag(of: Language): string {
  return of === 'zh' ? 'zh-Hans' : 'en'
}

/** One of the page's own texts. */
export function t(key: Key, values: Values = {}): string {
  return fill(own[current][key], values)
}

/** One of the core's texts, or undefined when the core has none of that name. */
export function sentence(key: string, values: Values = {}, of: Language = current): string | undefined {
  const text = core[of][key]
  return text === undefined ? undefined : fill(text, values)
}

/** A word of the core; its name when there is none. */
export function word(key: string, of: Language = current): string {
  return core[of][key] ?? key.slice(key.lastIndexOf('.') + 1)
}

function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}
