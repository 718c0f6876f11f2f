/**
 * The demo's settings live in the address, so that a link or a test says all: `language` (zh_CN, en), `theme` (light, dark),
 * `at` (RFC 3339, the time the mini-program sees), `page` (the page it opens with), `phone` and `camera` (below).
 */
const parameters = new URLSearchParams(location.search)

const LANGUAGES = { zh: 'zh_CN', zh_CN: 'zh_CN', en: 'en' }

/**
 * Phones by what they can do with a passport's chip: Android with NFC, without it and with it switched off; iPhones with the
 * base library that reaches it and with an older one; a computer.
 */
export const PHONES = /** @type {const} */ (['android', 'android-no-nfc', 'android-nfc-off', 'ios', 'ios-old', 'computer'])

const preferred = navigator.language.toLowerCase().startsWith('zh') ? 'zh_CN' : 'en'

export const settings = {
  language: LANGUAGES[/** @type {keyof typeof LANGUAGES} */ (parameters.get('language') || '')] || preferred,
  theme: ['light', 'dark'].includes(parameters.get('theme') || '') ? /** @type {string} */ (parameters.get('theme')) : 'system',
  at: parameters.get('at') || '',
  page: parameters.get('page') || '',
  phone: PHONES.find((phone) => phone === parameters.get('phone')) || PHONES[0],
  /** What the camera sees: the id of a demo passport, `nothing`, `device` (this computer's own camera), or `denied`. */
  camera: parameters.get('camera') || '',
}

const opened = Date.now()

/** The time the mini-program sees. */
export function now() {
  const at = Date.parse(settings.at)
  return Number.isNaN(at) ? new Date() : new Date(at + Date.now() - opened)
}

/** @param {Record<string, string>} changes an empty value removes the parameter */
function address(changes) {
  const next = new URLSearchParams(location.search)
  for (const [name, value] of Object.entries(changes)) {
    if (value) next.set(name, value)
    else next.delete(name)
  }
  const query = next.toString()
  return location.pathname + (query ? `?${query}` : '')
}

/** Light and dark can change under a running mini-program. @param {string} theme */
export function setTheme(theme) {
  settings.theme = theme
  document.documentElement.dataset.theme = theme
  history.replaceState(null, '', address({ theme: theme === 'system' ? '' : theme }))
}

/** Language and clock are read at the start. @param {Record<string, string>} changes */
export function restartWith(changes) {
  location.replace(address(changes))
}
