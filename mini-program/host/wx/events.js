import { hideListeners, showListeners } from '../runtime/app.js'

/** @type {Record<string, Set<Function>>} */
const listeners = {}

/** Fires an event that a phone would. @param {string} name without `on`: `UserCaptureScreen` */
export function emit(name, detail = {}) {
  listeners[name]?.forEach((listener) => listener(detail))
}

/** `onX` and `offX` of one event. @param {string} name @param {Set<any>} [set] */
function pair(name, set = new Set()) {
  listeners[name] = set
  return {
    [`on${name}`]: (/** @type {Function} */ listener) => { set.add(listener) },
    [`off${name}`]: (/** @type {Function} */ listener) => { if (listener) set.delete(listener); else set.clear() },
  }
}

export const events = {
  ...pair('AppShow', showListeners),
  ...pair('AppHide', hideListeners),
  ...pair('ThemeChange'),
  ...pair('UserCaptureScreen'),
  ...pair('ScreenRecordingStateChanged'),
  ...pair('WindowResize'),
  ...pair('KeyboardHeightChange'),
  ...pair('MemoryWarning'),
  ...pair('NetworkStatusChange'),
  ...pair('Error'),
  ...pair('UnhandledRejection'),
  ...pair('PageNotFound'),
}

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', ({ matches }) => emit('ThemeChange', { theme: matches ? 'dark' : 'light' }))
window.addEventListener('resize', () => emit('WindowResize', { size: { windowWidth: innerWidth, windowHeight: innerHeight } }))
window.addEventListener('unhandledrejection', ({ reason, promise }) => emit('UnhandledRejection', { reason, promise }))
