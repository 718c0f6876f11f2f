import { make, openDialog } from './dom.js'
import { settings } from './settings.js'
import { wordsFor } from './words.js'

const words = wordsFor(settings.language)

/**
 * A sheet with the two buttons of a picker around its content.
 * @template T
 * @param {string} title
 * @param {HTMLElement} content
 * @param {() => T} read what was chosen
 * @returns {Promise<T | null>}
 */
const pickerSheet = (title, content, read) => openDialog('sheet', (/** @type {(result: T | null) => void} */ close) => {
  const cancel = make('button', { type: 'button', className: 'picker-cancel', textContent: words.cancel, onclick: () => close(null) })
  const ok = make('button', { type: 'submit', className: 'picker-ok', textContent: words.ok })
  const head = make('div', { className: 'picker-head' }, cancel, make('h2', { className: 'picker-title', textContent: title || '' }), ok)
  return make('form', {
    className: 'sheet-panel',
    onsubmit: (/** @type {SubmitEvent} */ event) => {
      event.preventDefault()
      close(read())
    },
  }, head, content)
}, { dismissed: null, label: title || words.choose })

/**
 * Rows of one list or of several side by side.
 * @param {{ title: string, columns: { items: string[], chosen: number }[] }} options
 * @returns {Promise<number[] | null>} the chosen row of each list
 */
export function pickRows({ title, columns }) {
  const lists = columns.map(({ items, chosen }, column) => make('select', {
    className: 'picker-list', size: Math.max(2, Math.min(items.length, 7)), autofocus: column === 0, 'aria-label': title || words.choose,
  }, ...items.map((text, index) => make('option', { value: String(index), textContent: text, selected: index === chosen }))))
  const content = make('div', { className: 'picker-lists' }, ...lists)
  return pickerSheet(title, content, () => lists.map((list) => Math.max(0, list.selectedIndex)))
}

const DATE_TYPES = { day: 'date', month: 'month', year: 'number' }

/**
 * A date or a time.
 * @param {{ mode: string, title: string, start?: string, end?: string, fields: string, value: string }} options
 * @returns {Promise<string | null>}
 */
export function pickMoment({ mode, title, start = '', end = '', fields, value }) {
  const type = mode === 'time' ? 'time' : DATE_TYPES[/** @type {keyof typeof DATE_TYPES} */ (fields)] || 'date'
  const field = make('input', {
    className: 'picker-moment', type, value, min: start, max: end, required: true, autofocus: true, 'aria-label': title || words.choose,
  })
  return pickerSheet(title, field, () => field.value)
}

/** @param {number} count @returns {Promise<File[]>} none when cancelled */
export const choosePictures = (count) => chooseFiles(count, 'image/*')

/** @param {number} count @param {string} [accept] any kind when left out @returns {Promise<File[]>} none when cancelled */
export function chooseFiles(count, accept = '') {
  const input = make('input', { type: 'file', accept, multiple: count > 1 })
  return new Promise((resolve) => {
    input.onchange = () => resolve([...(input.files || [])])
    input.oncancel = () => resolve([])
    input.click()
  })
}
