import { createWx, host } from '../wx/index.js'
import { eraseStorage } from '../wx/storage.js'
import { App, getApp, launch, setForeground } from './app.js'
import { bundle, appConfig } from './bundle.js'
import { clock } from './clock.js'
import { report, watchErrors } from './errors.js'
import { load, loadModules } from './modules.js'
import { navigation } from './navigate.js'
import { currentPages, watchScrolling } from './navigation.js'
import { registerBuiltins, registrars } from './registration.js'
import { shell } from './shell.js'
import { pressByKeyboard, showPresses, tap } from './tap.js'
import { WXWebAssembly } from './wasm.js'

async function start() {
  watchErrors()
  if (appConfig.style) document.documentElement.dataset.style = appConfig.style
  document.documentElement.lang = shell.settings.language.replace('_', '-')
  registerBuiltins()
  pressByKeyboard()
  showPresses()
  const { Page, Component, Behavior } = registrars
  const wx = createWx()
  const given = { wx, App, Page, Component, Behavior, getApp, getCurrentPages: currentPages, WXWebAssembly }
  Object.assign(host, { wx, app: getApp })
  await loadModules(given, clock())
  watchScrolling()
  shell.connect({
    back: () => navigation().back(),
    home: () => navigation().home(),
    switchTab: (/** @type {string} */ path) => navigation().go('switchTab', { url: `/${path}` }),
    setForeground,
    erase: eraseStorage,
    host,
  })
  load('app')
  launch()
}

/** A host that cannot start says why on the screen. @param {Error} error */
function giveUp(error) {
  report(error, 'start')
  document.body.textContent = error.message
}

Object.assign(host, { tap, setForeground, bundle, ready: start().catch(giveUp) })
