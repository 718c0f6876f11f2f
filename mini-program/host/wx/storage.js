import { bundle } from '../runtime/bundle.js'
import { Fail } from './calls.js'
import { forgetKey, seal, unseal } from './vault.js'

/** WeChat's limits in bytes: plain and encrypted values, and everything together. */
const MAX_PLAIN = 1024 * 1024
const MAX_SEALED = 0.7 * 1024 * 1024
const MAX_TOTAL_KB = 10240

const PLAIN = `${bundle.namespace}:plain:`
const SEALED = `${bundle.namespace}:sealed:`

const bytesOf = (/** @type {string} */ text) => new Blob([text]).size

/** @param {unknown} data @param {number} limit */
function serialise(data, limit) {
  const text = JSON.stringify(data)
  if (text === undefined) throw new Fail('data must be a string, number, boolean, object or array')
  if (bytesOf(text) > limit) throw new Fail(`entry size limit reached: ${bytesOf(text)} of ${limit} bytes`)
  return text
}

/** @param {string} name @param {string} value */
function put(name, value) {
  try {
    localStorage.setItem(name, value)
  } catch {
    throw new Fail('the maximum size of the file storage limit is exceeded')
  }
}

const checked = (key) => {
  if (typeof key !== 'string' || key === '') throw new Fail('parameter error: parameter.key should be a non-empty String')
  return key
}

const keys = () => [...new Set(Object.keys(localStorage).filter((name) => name.startsWith(PLAIN) || name.startsWith(SEALED))
  .map((name) => name.slice(name.startsWith(PLAIN) ? PLAIN.length : SEALED.length)))]

/** Encryption takes time: without a queue a later write could land before an earlier one. @type {Promise<unknown>} */
let queue = Promise.resolve()

/** @template T @param {() => Promise<T>} work @returns {Promise<T>} */
function inOrder(work) {
  const result = queue.then(work)
  queue = result.catch(() => {})
  return result
}

const setPlain = (/** @type {string} */ key, /** @type {unknown} */ data) => put(PLAIN + checked(key), serialise(data, MAX_PLAIN))

function getPlain(/** @type {string} */ key) {
  const text = localStorage.getItem(PLAIN + checked(key))
  return text === null ? undefined : JSON.parse(text)
}

function remove(/** @type {string} */ key) {
  localStorage.removeItem(PLAIN + checked(key))
  localStorage.removeItem(SEALED + key)
}

function clear() {
  for (const key of keys()) remove(key)
}

function info() {
  const used = keys().map((key) => (localStorage.getItem(PLAIN + key) || '') + (localStorage.getItem(SEALED + key) || ''))
  return { keys: keys(), currentSize: Math.ceil(used.reduce((sum, text) => sum + bytesOf(text), 0) / 1024), limitSize: MAX_TOTAL_KB }
}

async function getSealed(/** @type {string} */ key) {
  const sealed = localStorage.getItem(SEALED + checked(key))
  if (sealed === null) throw new Fail('data not found')
  const text = await unseal(key, sealed).catch(() => { throw new Fail('decrypt fail') })
  return { data: JSON.parse(text) }
}

export const storage = {
  setStorage: ({ key, data, encrypt }) => {
    // the value of now, not of when its turn comes
    const text = serialise(data, encrypt ? MAX_SEALED : MAX_PLAIN)
    return inOrder(async () => put((encrypt ? SEALED : PLAIN) + checked(key), encrypt ? await seal(key, text) : text))
  },
  getStorage: ({ key, encrypt }) => inOrder(async () => {
    if (encrypt) return getSealed(key)
    const data = getPlain(key)
    if (data === undefined) throw new Fail('data not found')
    return { data }
  }),
  removeStorage: ({ key }) => inOrder(async () => remove(key)),
  clearStorage: () => inOrder(async () => clear()),
  getStorageInfo: () => inOrder(async () => info()),
}

/** Everything this mini-program stored, and the key it was encrypted with. */
export function eraseStorage() {
  clear()
  forgetKey()
}

export const storageNow = {
  setStorageSync: setPlain,
  getStorageSync: (/** @type {string} */ key) => getPlain(key) ?? '',
  removeStorageSync: remove,
  clearStorageSync: clear,
  getStorageInfoSync: info,
}
