import { shell } from '../runtime/shell.js'
import { Fail } from './calls.js'

/** 1 MiB: WeChat's limit of `getRandomValues`. */
const MAX_RANDOM = 1048576
/** Bytes `crypto.getRandomValues` gives at once. */
const RANDOM_CHUNK = 65536

let brightness = 0.5
let clipboard = ''

export const device = {
  getRandomValues({ length }) {
    if (!Number.isInteger(length) || length < 1 || length > MAX_RANDOM) throw new Fail('invalid length')
    const bytes = new Uint8Array(length)
    for (let start = 0; start < length; start += RANDOM_CHUNK) crypto.getRandomValues(bytes.subarray(start, start + RANDOM_CHUNK))
    return { randomValues: bytes.buffer }
  },
  setScreenBrightness({ value }) {
    // -1 follows the system
    if (value !== -1 && !(value >= 0 && value <= 1)) throw new Fail('parameter error: value should be between 0 and 1, or -1')
    brightness = value < 0 ? 0.5 : value
    shell.setBrightness(brightness)
  },
  getScreenBrightness: () => ({ value: brightness }),
  setKeepScreenOn: () => ({}),
  setVisualEffectOnCapture: () => ({}),
  vibrateShort: () => { navigator.vibrate?.(15) },
  vibrateLong: () => { navigator.vibrate?.(400) },
  async setClipboardData({ data }) {
    clipboard = String(data)
    await shell.copy(clipboard)
    // WeChat itself says so
    shell.toast({ title: shell.words.copied, icon: 'none' })
  },
  async getClipboardData() {
    return { data: await shell.paste().catch(() => clipboard) }
  },
  makePhoneCall: () => ({}),
  getNetworkType: () => ({ networkType: navigator.onLine ? 'wifi' : 'none' }),
  getBatteryInfo: () => ({ level: 100, isCharging: false }),
}

export const deviceNow = {
  nextTick: (/** @type {() => void} */ callback) => { Promise.resolve().then(callback) },
}
