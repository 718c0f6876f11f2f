/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, any>} [properties] set on the element; `dataset` and `aria` attributes through setAttribute names
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes('-')) element.setAttribute(name, value)
    else Object.assign(element, { [name]: value })
  }
  element.append(...children)
  return element
}

/** A control under its name. @param {string} label @param {HTMLElement} control */
export const row = (label, control) => make('label', { className: 'control' }, make('span', { textContent: label }), control)

/** @param {[string, string][]} options @param {string} value @param {(value: string) => void} changed */
export const choice = (options, value, changed) => make('select', {
  onchange: (event) => changed(event.target.value),
}, ...options.map(([key, text]) => make('option', { value: key, textContent: text, selected: key === value })))

/** @param {string} selector @returns {any} */
export const find = (selector) => document.querySelector(selector)

/**
 * Opens a modal dialog over the phone's screen and resolves with what `close` is given; Escape and a press beside the
 * panel give `dismissed`.
 * @template T
 * @param {string} kind class of the dialog: `centre` or `sheet`
 * @param {(close: (result: T) => void) => HTMLElement} build makes the panel
 * @param {{ dismissed: T, label: string, stubborn?: boolean }} options `stubborn`: a press beside the panel does nothing
 * @returns {Promise<T>}
 */
export function openDialog(kind, build, { dismissed, label, stubborn = false }) {
  return new Promise((resolve) => {
    const dialog = make('dialog', { className: `over ${kind}`, 'aria-label': label })
    const close = (/** @type {T} */ result) => {
      dialog.close()
      dialog.remove()
      resolve(result)
    }
    const panel = build(close)
    // nothing is pressed by an Enter that was on its way: the panel has the focus unless a field in it asks for it
    if (!panel.querySelector('[autofocus]')) Object.assign(panel, { tabIndex: -1, autofocus: true })
    dialog.append(panel)
    dialog.addEventListener('cancel', (event) => {
      event.preventDefault()
      close(dismissed)
    })
    dialog.addEventListener('click', (event) => {
      if (event.target === dialog && !stubborn) close(dismissed)
    })
    find('.screen').append(dialog)
    placeOverPhone()
    dialog.showModal()
  })
}

/** Modal dialogs are placed against the browser's window: this tells them where the phone's screen is. */
export function placeOverPhone() {
  const { left, top, width, height } = find('.screen').getBoundingClientRect()
  for (const [name, value] of Object.entries({ left, top, width, height })) {
    document.documentElement.style.setProperty(`--screen-${name}`, `${value}px`)
  }
}
