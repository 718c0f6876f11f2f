import { connectControls } from './controls.js'
import { actionSheet, hideToast, modal, toast } from './dialogs.js'
import { find, make, placeOverPhone } from './dom.js'
import { chooseFiles, choosePictures, pickMoment, pickRows } from './pickers.js'
import { scan } from './scan-dialog.js'
import { now, restartWith, settings } from './settings.js'
import { capsule, connectTitleBar, hideHome, setBackground, setTitleBar } from './title-bar.js'
import { wordsFor } from './words.js'

/** Brightness a phone is taken to have before anyone changes it. */
const USUAL_BRIGHTNESS = 0.5
/** How dark the screen gets at brightness 0, so that one can still find the way out. */
const DARKEST = 0.5

/** @type {{ app: any }} */
const connected = { app: null }

/** @param {number} value 0 to 1 */
function setBrightness(value) {
  find('.dim').style.opacity = String(Math.max(0, (USUAL_BRIGHTNESS - value) * 2 * DARKEST))
}

/** @param {Blob} blob @param {string} name */
function download(blob, name) {
  const url = URL.createObjectURL(blob)
  make('a', { href: url, download: name }).click()
  setTimeout(() => URL.revokeObjectURL(url), 1000)
}

/** What the page's window calls; see runtime/shell.js. */
const shell = {
  settings,
  words: wordsFor(settings.language),
  toast, hideToast, modal, actionSheet, pickRows, pickMoment, choosePictures, chooseFiles, scan,
  setTitleBar, setBackground, setBrightness, hideHome, capsule, download,
  restart: (/** @type {string} */ page) => restartWith({ page }),
  copy: (/** @type {string} */ text) => navigator.clipboard.writeText(text).catch(() => {}),
  paste: () => navigator.clipboard.readText(),
  /** Heights above the page, in CSS pixels. */
  metrics() {
    const screen = find('.screen').getBoundingClientRect()
    return { statusBarHeight: find('.status').getBoundingClientRect().height, screenTop: find('.app').getBoundingClientRect().top - screen.top }
  },
  /** @param {any} app */
  connect(app) {
    connected.app = app
    connectTitleBar(app, app.host.bundle.app.json.theme)
    Object.assign(window, { __host: app.host })
  },
}

/** @typedef {typeof shell} Shell */

function showTime() {
  find('.status-time').textContent = now().toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
}

function start() {
  document.documentElement.lang = settings.language.replace('_', '-')
  document.documentElement.dataset.theme = settings.theme
  Object.assign(window, { hostShell: shell })
  connectControls(connected)
  showTime()
  setInterval(showTime, 1000)
  window.addEventListener('resize', placeOverPhone)
  document.addEventListener('visibilitychange', () => connected.app?.setForeground(!document.hidden))
  find('.app').title = shell.words.app
  find('.app').src = 'app.html'
}

start()
