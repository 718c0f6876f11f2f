import { builtins } from '../builtin/index.js'
import { errors, warnings } from '../runtime/errors.js'
import { cameraScene } from '../runtime/camera.js'
import { currentPages } from '../runtime/navigation.js'
import { reader } from '../runtime/tag.js'
import { asynchronous, calls, nextReplies, replies, synchronous } from './calls.js'
import { device, deviceNow } from './device.js'
import { dialogs } from './dialogs.js'
import { emit, events } from './events.js'
import { media, mediaNow } from './media.js'
import { network } from './network.js'
import { hasNfc, nfcAdapter } from './nfc.js'
import { pages, pagesNow } from './pages.js'
import { scan } from './scan.js'
import { storage, storageNow } from './storage.js'
import { system, systemNow } from './system.js'

/** Asynchronous and synchronous members of `wx`; what is in neither table does not exist here. @type {Record<string, any>} */
const later = { ...device, ...dialogs, ...media, ...network, ...pages, ...scan, ...storage, ...system }
/** @type {Record<string, any>} */
const now = {
  ...deviceNow, ...events, ...mediaNow, ...pagesNow, ...storageNow, ...systemNow, ...(hasNfc() && { getNFCAdapter: nfcAdapter }),
}

/** Truthful for members of `wx` and for components with their attributes, `button.type`. @param {string} schema */
function canIUse(schema) {
  const [first, second] = schema.split('.')
  if (first in members || first in now || first in later) return true
  if (!(first in builtins)) return false
  const camel = (second || '').replace(/-(.)/g, (_, letter) => letter.toUpperCase())
  return !second || camel in builtins[first].properties
}

/** @type {Record<string, any>} */
const members = {
  canIUse,
  env: { USER_DATA_PATH: 'http://usr' },
}

/** The `wx` of the mini-program. A member that is missing here is an error that names it, never a silent undefined. */
export function createWx() {
  for (const [name, implementation] of Object.entries(later)) members[name] = asynchronous(name, implementation)
  for (const [name, implementation] of Object.entries(now)) members[name] = synchronous(name, implementation)
  return new Proxy(members, {
    get(target, name) {
      if (typeof name === 'symbol' || name in target) return target[/** @type {string} */ (name)]
      const error = new Error(`wx.${name} is not provided by this host: see mini-program/host/wx`)
      errors.push(String(error.stack))
      throw error
    },
    set(_, name) {
      throw new TypeError(`wx.${String(name)} is read only`)
    },
  })
}

/** For tests and the demo page, as `window.__host`: what was called, what is answered, what went wrong. @type {any} */
export const host = {
  calls,
  replies,
  errors,
  warnings,
  emit,
  camera: cameraScene,
  reader,
  /** Answers the next call of a member once. @param {string} name @param {any} reply */
  reply(name, reply) { (nextReplies[name] ||= []).push(reply) },
  /** Calls of one member. @param {string} name */
  callsOf: (name) => calls.filter(([called]) => called === name).map(([, options]) => options),
  get pages() { return currentPages() },
}
Object.assign(window, { __host: host })
