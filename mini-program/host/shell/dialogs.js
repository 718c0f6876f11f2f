import { find, make, openDialog } from './dom.js'
import { settings } from './settings.js'
import { wordsFor } from './words.js'

const words = wordsFor(settings.language)

/** Milliseconds a toast stays unless told otherwise. */
const TOAST_TIME = 1500

let toastTimer = 0

export function hideToast() {
  clearTimeout(toastTimer)
  find('.toast-area').replaceChildren()
}

/** @param {{ title: string, icon?: string, duration?: number, mask?: boolean }} options */
export function toast({ title, icon = 'success', duration = TOAST_TIME, mask = false }) {
  hideToast()
  const sign = icon === 'none' ? [] : [make('span', { className: `toast-icon ${icon}`, 'aria-hidden': 'true' })]
  find('.toast-area').append(make('div', { className: `toast-veil${mask ? ' mask' : ''}` },
    make('div', { className: `toast${icon === 'none' ? ' plain' : ''}` }, ...sign, make('span', { textContent: title }))))
  if (duration !== Infinity) toastTimer = window.setTimeout(hideToast, duration)
}

/** @param {any} options of `wx.showModal` */
export function modal(options) {
  const { title = '', content = '', showCancel = true, editable = false, placeholderText = '' } = options
  const { cancelText = words.cancel, cancelColor = '', confirmText = words.ok, confirmColor = '' } = options
  const field = editable
    ? make('input', { className: 'modal-field', value: content, placeholder: placeholderText, autofocus: true, 'aria-label': title || placeholderText })
    : null
  return openDialog('centre', (close) => {
    const cancel = make('button', {
      type: 'button', className: 'modal-button', textContent: cancelText, onclick: () => close({ confirm: false, cancel: true }),
    })
    const confirm = make('button', {
      type: 'button', className: 'modal-button confirm', textContent: confirmText,
      onclick: () => close({ confirm: true, cancel: false, ...(field && { content: field.value }) }),
    })
    cancel.style.color = cancelColor
    confirm.style.color = confirmColor
    return make('div', { className: 'modal' },
      ...(title ? [make('h2', { className: 'modal-title', textContent: title })] : []),
      field || make('p', { className: `modal-content${title ? '' : ' alone'}`, textContent: content }),
      make('div', { className: 'modal-buttons' }, ...(showCancel ? [cancel] : []), confirm))
  }, { dismissed: /** @type {any} */ ({ confirm: false, cancel: true }), label: title || content, stubborn: true })
}

/** @param {{ itemList: string[], itemColor?: string, alertText?: string }} options @returns {Promise<number>} -1 when dismissed */
export function actionSheet({ itemList, itemColor = '', alertText = '' }) {
  return openDialog('sheet', (close) => {
    const rows = itemList.map((text, index) => {
      const row = make('button', { type: 'button', className: 'sheet-row', textContent: text, onclick: () => close(index) })
      row.style.color = itemColor
      return row
    })
    const cancel = make('button', { type: 'button', className: 'sheet-row apart', textContent: words.cancel, onclick: () => close(-1) })
    const note = alertText ? [make('p', { className: 'sheet-note', textContent: alertText })] : []
    return make('div', { className: 'sheet-panel' }, ...note, ...rows, cancel)
  }, { dismissed: -1, label: alertText || words.choose })
}
