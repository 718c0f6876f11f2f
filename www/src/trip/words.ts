import { language } from '../i18n'
import { words } from '../i18n/own'
import type { Words } from './types'
import { en } from './words-en'
import { zh } from './words-zh'

/** One of the texts of trips and rules. */
export const w = words(en, zh)

/** Both tables, for what is said in both languages at once. */
export const tables = { en, zh }

/** Words of a pack in the officer's language, where it has them. */
export function told(words: Words): string {
  return (language() === 'zh' ? words.zh : undefined) ?? words.en
}
