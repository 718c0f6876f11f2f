import { language } from '../i18n'
import { en, type Words } from './words-en'
import { zh } from './words-zh'

/** One of the desk's own texts, with `{name}` filled in. */
export function w(key: keyof Words, values: Readonly<Record<string, string | number>> = {}): string {
  const text = (language() === 'zh' ? zh : en)[key]
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}
