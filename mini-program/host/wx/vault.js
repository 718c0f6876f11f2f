/**
 * Encryption at rest for `setStorage({ encrypt: true })`: AES-GCM under a key that the browser keeps and never gives out.
 * As on a phone it protects what lies on the disk, not from the program that runs.
 */
const DATABASE = 'mini-program-vault'
const STORE = 'keys'
const KEY_NAME = 'storage'
/** Bytes of an AES-GCM nonce (NIST SP 800-38D). */
const NONCE = 12

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result)
  request.onerror = () => reject(request.error)
})

async function openDatabase() {
  const request = indexedDB.open(DATABASE, 1)
  request.onupgradeneeded = () => request.result.createObjectStore(STORE)
  return done(request)
}

async function createOrRead() {
  if (!crypto.subtle) throw new Error('encrypted storage needs https or localhost')
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
  const database = await openDatabase()
  // one transaction: two pages opened at once agree on one key
  const store = database.transaction(STORE, 'readwrite').objectStore(STORE)
  const kept = await done(store.get(KEY_NAME))
  if (!kept) await done(store.put(made, KEY_NAME))
  database.close()
  return /** @type {CryptoKey} */ (kept || made)
}

/** @type {Promise<CryptoKey> | undefined} */
let key
const storageKey = () => (key ||= createOrRead())

export function forgetKey() {
  key = undefined
  indexedDB.deleteDatabase(DATABASE)
}

const toBase64 = (/** @type {Uint8Array} */ bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
const fromBase64 = (/** @type {string} */ text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))

/** The name is bound to the text: one record cannot be put in another's place. @param {string} name */
const additionalData = (name) => new TextEncoder().encode(name)

/** @param {string} name @param {string} text @returns {Promise<string>} nonce and ciphertext, base64 */
export async function seal(name, text) {
  const iv = crypto.getRandomValues(new Uint8Array(NONCE))
  const plain = new TextEncoder().encode(text)
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: additionalData(name) }, await storageKey(), plain)
  const out = new Uint8Array(NONCE + sealed.byteLength)
  out.set(iv)
  out.set(new Uint8Array(sealed), NONCE)
  return toBase64(out)
}

/** @param {string} name @param {string} sealed @returns {Promise<string>} */
export async function unseal(name, sealed) {
  const bytes = fromBase64(sealed)
  const algorithm = { name: 'AES-GCM', iv: bytes.slice(0, NONCE), additionalData: additionalData(name) }
  return new TextDecoder().decode(await crypto.subtle.decrypt(algorithm, await storageKey(), bytes.slice(NONCE)))
}
