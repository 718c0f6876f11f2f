/**
 * The names a mini-program's code has on a phone: the language as the oldest supported system has it (iOS 14, Chrome 86),
 * timers and the console. Everything else a browser offers is hidden. `Intl` is missing on Android, `WeakRef` on iOS 14.
 */
const GIVEN_BY_THE_PHONE = new Set([
  'Array', 'ArrayBuffer', 'BigInt', 'BigInt64Array', 'BigUint64Array', 'Boolean', 'DataView', 'Date', 'Error', 'EvalError',
  'Float32Array', 'Float64Array', 'Infinity', 'Int16Array', 'Int32Array', 'Int8Array', 'JSON', 'Map', 'Math', 'NaN', 'Number',
  'Object', 'Promise', 'Proxy', 'RangeError', 'ReferenceError', 'Reflect', 'RegExp', 'Set', 'String', 'Symbol', 'SyntaxError',
  'TypeError', 'URIError', 'Uint16Array', 'Uint32Array', 'Uint8Array', 'Uint8ClampedArray', 'WeakMap', 'WeakSet',
  'decodeURI', 'decodeURIComponent', 'encodeURI', 'encodeURIComponent', 'escape', 'isFinite', 'isNaN', 'parseFloat', 'parseInt',
  'unescape', 'console', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval',
])

const NOT_PARAMETERS = new Set(['constructor', 'undefined', 'globalThis'])

/** The phone's global object: what its names say, and nothing of the browser. @param {DateConstructor} date */
export const phoneGlobal = (date) => Object.fromEntries(
  [...GIVEN_BY_THE_PHONE].map((name) => [name, name === 'Date' ? date : /** @type {any} */ (window)[name]]),
)

/** Every other global name of this browser. @returns {string[]} */
export function hiddenNames() {
  /** @type {Set<string>} */
  const names = new Set()
  for (let object = window; object && object !== Object.prototype; object = Object.getPrototypeOf(object)) {
    Object.getOwnPropertyNames(object).forEach((name) => names.add(name))
  }
  return [...names].filter((name) => /^[A-Za-z_$][\w$]*$/.test(name) && !GIVEN_BY_THE_PHONE.has(name) && !NOT_PARAMETERS.has(name))
}
