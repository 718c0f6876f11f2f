import { words } from '../i18n/own'
import { en } from './words-en'
import { zh } from './words-zh'

/** One of the desk's own texts, with `{name}` filled in. */
export const w = words(en, zh)
