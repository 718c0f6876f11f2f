/** Choosing a state by typing: a field with a list under it, as the ARIA practices describe a combobox. */
import { h } from '../dom'
import { language, otherLanguage, sentence } from '../i18n'
import { w } from './words'

export interface CountryField {
  readonly element: HTMLElement
  readonly input: HTMLInputElement
  /** Alpha-2; empty when nothing is typed; `null` when what is typed names no state. */
  value(): string | null
}

interface Named {
  readonly code: string
  readonly name: string
  readonly other: string
}

/** More would not be looked through. */
const MOST = 8
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
let fields = 0

/** Every state the core has a name for. */
function all(): Named[] {
  const codes = [...LETTERS].flatMap((first) => [...LETTERS].map((second) => first + second))
  return codes.flatMap((code) => {
    const name = sentence(`country.${code}`)
    return name ? [{ code, name, other: sentence(`country.${code}`, {}, otherLanguage()) ?? '' }] : []
  }).sort((a, b) => a.name.localeCompare(b.name, language() === 'zh' ? 'zh' : 'en'))
}

/** Lower case without accents, so that "cote" finds Côte d’Ivoire. */
function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}|[’']/gu, '').toLowerCase().trim()
}

/** States whose name begins with what is typed, then those with a word that does, then those that hold it. */
function find(typed: string): Named[] {
  const sought = folded(typed)
  if (!sought) return []
  const rank = ({ code, name, other }: Named) => {
    const names = [folded(name), folded(other)]
    if (code.toLowerCase() === sought) return 0
    if (names.some((one) => one.startsWith(sought))) return 1
    if (names.some((one) => one.split(/[\s(-]+/).some((part) => part.startsWith(sought)))) return 2
    return names.some((one) => one.includes(sought)) ? 3 : 4
  }
  return all().map((named) => ({ named, rank: rank(named) })).filter(({ rank }) => rank < 4).sort((a, b) => a.rank - b.rank).slice(0, MOST).map(({ named }) => named)
}

function shownAs({ code, name }: Named): string {
  return language() === 'zh' ? `${name}（${code}）` : `${name} (${code})`
}

function named(code: string): Named | undefined {
  return all().find((one) => one.code === code)
}

/** `chosen` is called whenever the value changed to a state or to nothing. */
export function countryField(id: string, label: string, value: string, chosen: (code: string) => void, hint?: string): CountryField {
  const list = h('ul', { role: 'listbox', id: `${id}-list`, class: 'options', hidden: true, 'aria-label': label })
  const input = h('input', {
    id, type: 'text', role: 'combobox', autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false',
    'aria-expanded': 'false', 'aria-controls': `${id}-list`, 'aria-autocomplete': 'list', 'aria-describedby': `${id}-hint`,
  })
  const start = named(value)
  input.value = start ? shownAs(start) : value
  let code: string | null = value
  let found: Named[] = []
  let at = -1
  const field = ++fields

  const close = () => {
    list.hidden = true
    at = -1
    input.setAttribute('aria-expanded', 'false')
    input.removeAttribute('aria-activedescendant')
  }
  const take = (one: Named) => {
    code = one.code
    input.value = shownAs(one)
    close()
    chosen(one.code)
  }
  const mark = (next: number) => {
    at = found.length === 0 ? -1 : (next + found.length) % found.length
    for (const [i, option] of [...list.children].entries()) option.setAttribute('aria-selected', String(i === at))
    const option = list.children[at]
    if (option) {
      input.setAttribute('aria-activedescendant', option.id)
      option.scrollIntoView({ block: 'nearest' })
    }
  }
  const look = () => {
    found = find(input.value)
    const options = found.map((one, i) => {
      const option = h('li', { role: 'option', id: `${id}-${field}-${i}`, 'aria-selected': 'false', 'data-code': one.code }, shownAs(one), one.other && h('span', { class: 'small quiet' }, one.other))
      // before the field loses the focus
      option.addEventListener('pointerdown', (event) => { event.preventDefault(); take(one) })
      return option
    })
    list.replaceChildren(...(options.length > 0 || !input.value.trim() ? options : [h('li', { class: 'quiet', 'aria-disabled': 'true' }, w('countryNone'))]))
    list.hidden = !input.value.trim()
    input.setAttribute('aria-expanded', String(!list.hidden))
    mark(0)
  }
  input.addEventListener('input', () => {
    code = input.value.trim() ? null : ''
    look()
    if (code === '') chosen('')
  })
  input.addEventListener('focus', () => input.select())
  input.addEventListener('blur', () => {
    // one that is meant beyond doubt need not be pressed
    const [only] = found
    if (code === null && only && (found.length === 1 || only.code.toLowerCase() === folded(input.value) || folded(only.name) === folded(input.value) || folded(only.other) === folded(input.value))) take(only)
    close()
  })
  input.addEventListener('keydown', (event) => {
    if (event.isComposing) return
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      if (list.hidden) look()
      else mark(at + (event.key === 'ArrowDown' ? 1 : -1))
    } else if (event.key === 'Enter' && !list.hidden) {
      event.preventDefault()
      const marked = found[at]
      if (marked) take(marked)
    } else if (event.key === 'Escape' && !list.hidden) {
      event.preventDefault()
      close()
    }
  })
  const element = h('div', { class: 'combo' },
    h('label', { for: id }, label),
    h('div', { class: 'combo-box' }, input, list),
    h('p', { class: hint ? 'small quiet' : 'vh', id: `${id}-hint` }, hint ?? w('countryHint')))
  return { element, input, value: () => code }
}
