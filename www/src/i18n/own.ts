/** Words that come with a part of the page that is loaded later. */
import { language } from '.'

type Values = Readonly<Record<string, string | number>>

/** A lookup in a part's own two tables, with `{name}` filled in. */
export function words<K extends string>(en: Readonly<Record<K, string>>, zh: Readonly<Record<K, string>>): (key: K, values?: Values) => string {
  return (key, values = {}) => {
    const text = (language() === 'zh' ? zh : en)[key]
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
  }
}
