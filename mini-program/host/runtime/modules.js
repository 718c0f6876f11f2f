import { bundle } from './bundle.js'
import { hiddenNames, phoneGlobal } from './hidden-globals.js'
import { MODULE_PARAMETERS } from './module-parameters.js'

/** @type {Record<string, Function>} */
let functions = {}
/** @type {Record<string, { exports: any }>} */
const loaded = Object.create(null)
/** @type {Record<string, any>} */
let globals = {}

/**
 * Loads the mini-program's code. The browser's globals are hidden as parameters, which needs the list of this very
 * browser: so the text is wrapped here and run as a script, without `eval`.
 * @param {Record<string, any>} given what the modules are given besides `require`, `module` and `exports`
 * @param {DateConstructor} date
 */
export async function loadModules(given, date) {
  globals = given
  const body = await (await fetch('modules.js')).text()
  const text = `window.hostDefine(function (Date, globalThis, ${hiddenNames().join(', ')}) {${body}})\n//# sourceURL=mini-program.js`
  const script = document.createElement('script')
  script.src = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }))
  await new Promise((resolve, reject) => {
    Object.assign(window, { hostDefine: (/** @type {Function} */ define) => { functions = define.call(undefined, date, phoneGlobal(date)) } })
    script.onload = resolve
    script.onerror = () => reject(new Error('the mini-program\'s code does not parse'))
    document.head.append(script)
  })
  URL.revokeObjectURL(script.src)
}

/** @param {string} from path of the asking module @param {string} target as written */
function normalize(from, target) {
  const parts = target.startsWith('/') ? [] : from.split('/').slice(0, -1)
  for (const part of target.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts.join('/').replace(/\.(js|ts)$/, '')
}

/**
 * A path relative to `from`, absolute from the package's root, or a name in a `miniprogram_npm` folder at or above it.
 * @param {string} from @param {string} target @param {(path: string) => boolean} exists
 */
export function resolve(from, target, exists) {
  const direct = normalize(from, target)
  if (exists(direct) || /^[./]/.test(target)) return direct
  for (const parts = from.split('/').slice(0, -1); ; parts.pop()) {
    const candidate = [...parts, 'miniprogram_npm', target].join('/')
    if (exists(candidate)) return candidate
    if (exists(`${candidate}/index`)) return `${candidate}/index`
    if (parts.length === 0) return direct
  }
}

const hasModule = (/** @type {string} */ path) => path in functions

/** @param {string} path */
export const hasComponent = (path) => path in bundle.app.json && hasModule(path)

/** Runs a module once and returns its exports. @param {string} path without extension */
export function load(path) {
  const name = hasModule(path) ? path : `${path}/index`
  if (!hasModule(name)) throw new Error(`module '${path}.js' is not defined`)
  if (name in loaded) return loaded[name].exports
  const module = (loaded[name] = { exports: {} })
  const require = (/** @type {string} */ target) => load(resolve(name, target, hasModule))
  const [, , , ...names] = MODULE_PARAMETERS
  functions[name](require, module, module.exports, ...names.map((key) => globals[key]))
  return module.exports
}
