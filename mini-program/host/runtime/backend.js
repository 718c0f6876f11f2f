import { glassEasel } from 'glass-easel-miniprogram-adapter'
import { builtins } from '../builtin/index.js'

/** `rpx` in inline styles; the compiler turns those of style sheets. @param {string} css */
const withoutRpx = (css) => css.replace(/(-?[\d.]+)rpx\b/g, (_, n) => `${Number((n / 7.5).toFixed(5))}vw`)

/**
 * `native-x` in a builtin's template is the browser's own x. A builtin's host is `wx-x`, as in WeChat's web view, because
 * browsers have elements named button, input or camera; a label is the browser's, which knows the control inside it.
 * @param {string} tag
 */
function domName(tag) {
  if (tag.startsWith('native-')) return tag.slice('native-'.length)
  if (tag === 'label') return tag
  return tag in builtins ? `wx-${tag}` : tag
}

function createElement(/** @type {string} */ tag) {
  const element = document.createElement(domName(tag))
  const { setAttribute } = element
  element.setAttribute = (name, value) => setAttribute.call(element, name, name === 'style' ? withoutRpx(String(value)) : value)
  return element
}

const touchFields = (event) =>
  (event && event.changedTouches ? { touches: [...event.touches], changedTouches: [...event.changedTouches] } : {})

/** The DOM as glass-easel writes to it. */
export function createBackend() {
  glassEasel.globalOptions.throwGlobalError = false
  glassEasel.globalOptions.writeIdToDOM = true
  const backend = new glassEasel.CurrentWindowBackendContext()
  Object.assign(backend, {
    document: {
      createElement,
      createTextNode: (/** @type {string} */ text) => document.createTextNode(text),
      createDocumentFragment: () => document.createDocumentFragment(),
    },
  })
  backend.onEvent((target, type, detail, options) => {
    const element = /** @type {any} */ (target.getBackendElement())
    // a disabled control fires no tap
    if (type === 'tap' && element?.closest('[disabled]')) return undefined
    glassEasel.triggerEvent(target, type, detail, { ...options, extraFields: touchFields(options.originalEvent) })
    return undefined
  })
  return backend
}
