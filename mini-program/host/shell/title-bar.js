import { find, make } from './dom.js'
import { settings } from './settings.js'
import { wordsFor } from './words.js'

const words = wordsFor(settings.language)

/** What the page's configuration says now, for when the theme changes. @type {any} */
let shown = {}
/** @type {any} */
let app = null
let theme = {}

const isDark = () => matchMedia('(prefers-color-scheme: dark)').matches
const darkNow = () => (settings.theme === 'system' ? isDark() : settings.theme === 'dark')

/** `@name` in app.json is a variable of theme.json. @param {string | undefined} value @param {string} fallback */
function themed(value, fallback) {
  if (!value?.startsWith('@')) return value || fallback
  return /** @type {any} */ (theme)[darkNow() ? 'dark' : 'light']?.[value.slice(1)] || fallback
}

export function redraw() {
  const screen = find('.screen')
  const custom = shown.navigationStyle === 'custom'
  screen.classList.toggle('custom', custom)
  screen.style.setProperty('--bar', custom ? 'transparent' : themed(shown.navigationBarBackgroundColor, '#ffffff'))
  screen.style.setProperty('--bar-text', themed(shown.navigationBarTextStyle, 'black') === 'white' ? '#ffffff' : '#111111')
  screen.style.setProperty('--page', themed(shown.backgroundColor, '#ffffff'))
  const title = custom ? '' : shown.navigationBarTitleText || ''
  find('.bar-title').textContent = title
  document.title = title || words.app
  find('.app').title = title || words.app
  const back = find('.bar-back')
  back.hidden = custom || !(shown.canGoBack || shown.canGoHome)
  back.classList.toggle('home', !shown.canGoBack)
  back.setAttribute('aria-label', shown.canGoBack ? words.back : words.home)
  drawTabs()
}

function drawTabs() {
  const tabs = find('.tabs')
  tabs.hidden = !shown.tabs
  tabs.replaceChildren(...(shown.tabs?.list || []).map((tab) => {
    const current = tab.pagePath === shown.path
    const icon = current ? tab.selectedIconPath || tab.iconPath : tab.iconPath
    const picture = icon ? [make('img', { src: `package/${themed(icon, '').replace(/^\//, '')}`, alt: '' })] : []
    const button = make('button', { type: 'button', className: 'tab', onclick: () => { if (!current) app.switchTab(tab.pagePath) } },
      ...picture, make('span', { textContent: tab.text }))
    button.style.color = themed(current ? shown.tabs.selectedColor : shown.tabs.color, '')
    if (current) button.setAttribute('aria-current', 'page')
    return button
  }))
}

/** @param {any} connected the running mini-program @param {any} themeFile theme.json */
export function connectTitleBar(connected, themeFile) {
  app = connected
  theme = themeFile || {}
  find('.bar-back').onclick = () => (shown.canGoBack ? app.back() : app.home())
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw)
}

/** @param {any} configuration of the page on top */
export function setTitleBar(configuration) {
  shown = configuration
  redraw()
}

export function hideHome() {
  shown.canGoHome = false
  redraw()
}

/** @param {string} color */
export function setBackground(color) {
  shown.backgroundColor = color
  redraw()
}

/** The capsule in the page's coordinates, as `getMenuButtonBoundingClientRect` gives it: from the top of the screen. */
export function capsule() {
  const screen = find('.screen').getBoundingClientRect()
  const { left, top, right, bottom, width, height } = find('.capsule').getBoundingClientRect()
  return { left: left - screen.left, top: top - screen.top, right: right - screen.left, bottom: bottom - screen.top, width, height }
}
