import { words } from '../i18n/own'
import { en } from './words-en'
import { zh } from './words-zh'

/** One of the lists' own texts. */
export const w = words(en, zh)
