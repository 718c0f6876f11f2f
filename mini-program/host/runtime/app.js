import { appConfig } from './bundle.js'
import { navigation } from './navigate.js'
import { callLifecycle } from './navigation.js'
import { shell } from './shell.js'
import { parsePageUrl } from './url.js'

/** The object given to `App()`. @type {any} */
let app = {}
/** @type {Set<(options: any) => void>} */
export const showListeners = new Set()
/** @type {Set<() => void>} */
export const hideListeners = new Set()

export const App = (definition) => { app = definition }
export const getApp = () => app

const firstPage = () => shell.settings.page || `/${appConfig.pages[0]}`

/** WeChat's scene of a start from the list of mini-programs used before. */
const SCENE_MAIN_ENTRY = 1001

export const launchOptions = () => ({ ...parsePageUrl(firstPage()), scene: SCENE_MAIN_ENTRY, shareTicket: '', referrerInfo: {} })

/** Runs the app and opens its first page. */
export function launch() {
  callLifecycle(app, 'onLaunch', launchOptions())
  callLifecycle(app, 'onShow', launchOptions())
  navigation().launch(firstPage())
}

/** The app goes to the background or comes back. @param {boolean} visible */
export function setForeground(visible) {
  if (visible) {
    callLifecycle(app, 'onShow', launchOptions())
    showListeners.forEach((listener) => listener(launchOptions()))
  }
  navigation().setForeground(visible)
  if (!visible) {
    callLifecycle(app, 'onHide')
    hideListeners.forEach((listener) => listener())
  }
}
