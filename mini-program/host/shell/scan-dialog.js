import { make, openDialog } from './dom.js'
import { choosePictures } from './pickers.js'
import { settings } from './settings.js'
import { wordsFor } from './words.js'

const words = wordsFor(settings.language)

/** @typedef {{ text?: string, picture?: File }} Scanned */

/**
 * Codes to try, beside the page: `[{ "name": "..." or { "en", "zh" }, "note"?: the same, "text": "HC1:..." }]`.
 * @returns {Promise<any[]>}
 */
const loadSamples = () => fetch('samples.json').then((response) => (response.ok ? response.json() : [])).catch(() => [])

/** @param {any} text */
const inLanguage = (text) => (typeof text === 'string' ? text : text?.[settings.language.slice(0, 2)] || '')

/** Stands for WeChat's scanner. @returns {Promise<Scanned | null>} */
export async function scan() {
  const samples = await loadSamples()
  return openDialog('sheet', (/** @type {(result: Scanned | null) => void} */ close) => {
    const text = make('textarea', { className: 'scan-text', rows: 3, spellcheck: false, autocapitalize: 'off', id: 'scan-text' })
    const pasted = make('form', {
      className: 'scan-paste',
      onsubmit: (/** @type {SubmitEvent} */ event) => {
        event.preventDefault()
        if (text.value.trim()) close({ text: text.value.trim() })
      },
    }, make('label', { htmlFor: 'scan-text', textContent: words.paste }), text, make('button', { className: 'scan-button', textContent: words.use }))
    const picture = make('button', {
      type: 'button', className: 'scan-button', textContent: words.picture,
      onclick: () => choosePictures(1).then(([file]) => { if (file) close({ picture: file }) }),
    })
    const rows = samples.map((sample) => make('button', {
      type: 'button', className: 'scan-sample', onclick: () => close({ text: sample.text }),
    }, make('strong', { textContent: inLanguage(sample.name) }), make('span', { textContent: inLanguage(sample.note) })))
    const heading = make('h3', { className: 'scan-heading', textContent: words.samples })
    const list = rows.length > 0 ? [heading, make('div', { className: 'scan-samples' }, ...rows)] : []
    const cancel = make('button', { type: 'button', className: 'picker-cancel', textContent: words.cancel, onclick: () => close(null) })
    return make('div', { className: 'sheet-panel scan' },
      make('div', { className: 'picker-head' }, cancel, make('h2', { className: 'picker-title', textContent: words.scanTitle }), make('span')),
      make('p', { className: 'scan-note', textContent: words.scanNote }), ...list, pasted, picture)
  }, { dismissed: null, label: words.scanTitle })
}
