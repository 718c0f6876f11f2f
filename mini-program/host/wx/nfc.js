import { exchange, onPresented, power, tagPresent } from '../runtime/tag.js'
import { shell } from '../runtime/shell.js'
import { asynchronous, Fail } from './calls.js'

/** Failures by WeChat's numbers: developers.weixin.qq.com, NFCAdapter and IsoDep. */
const FAILURES = {
  noNfc: [13000, 'NFC is not supported'],
  switchedOff: [13001, 'system NFC switch not opened'],
  notDiscovered: [13013, 'NFC tag has not been discovered'],
  connect: [13016, 'connect fail'],
  internal: [13017, 'system internal error'],
  notStarted: [13018, 'NFC discovery has not started'],
  started: [13021, 'NFC discovery already started'],
  connected: [13022, 'Tech already connected'],
  notConnected: [13023, 'Tech has not connected'],
}
/** Milliseconds an iPhone looks for a chip. */
const IPHONE_PATIENCE = 60000
const TECH = {
  isoDep: 'ISO-DEP', mifareClassic: 'MIFARE Classic', mifareUltralight: 'MIFARE Ultralight', ndef: 'NDEF', nfcA: 'NFC-A', nfcB: 'NFC-B', nfcF: 'NFC-F',
  nfcV: 'NFC-V',
}

/** @param {keyof typeof FAILURES} kind */
function fail(kind) {
  const [errCode, reason] = FAILURES[kind]
  return new Fail(/** @type {string} */ (reason), undefined, /** @type {number} */ (errCode))
}

const isPhone = (/** @type {string} */ kind) => shell.settings.phone === kind

/** iPhones have it from base library 3.17.5, computers never. */
export const hasNfc = () => !isPhone('ios-old') && !isPhone('computer')

/** @type {Set<(found: any) => void>} */
const listeners = new Set()
let discovering = false
/** What was told of since the search began: a chip is found once. @type {object | null} */
let told = null
/** Whether a chip was seen since the search began. */
let discovered = false
/** @type {any} */
let connected = null
let patience = 0
let forget = () => {}

function tell() {
  const tag = tagPresent()
  if (!discovering || !tag || tag === told) return
  told = tag
  discovered = true
  const found = { id: new Uint8Array([8, 1, 2, 3]).buffer, techs: [TECH.nfcA, TECH.isoDep], messages: [] }
  listeners.forEach((listener) => listener(found))
}

function stop() {
  discovering = false
  told = null
  discovered = false
  connected = null
  clearTimeout(patience)
  forget()
}

const discovery = {
  startDiscovery: asynchronous('startDiscovery', () => {
    if (isPhone('android-no-nfc')) throw fail('noNfc')
    if (isPhone('android-nfc-off')) throw fail('switchedOff')
    if (discovering) throw fail('started')
    discovering = true
    const unsubscribe = onPresented(() => tell())
    forget = () => { unsubscribe() }
    if (isPhone('ios')) patience = window.setTimeout(stop, IPHONE_PATIENCE)
    // a passport that lies there already is found at once
    setTimeout(tell, 200)
  }),
  stopDiscovery: asynchronous('stopDiscovery', () => {
    if (!discovering) throw fail('notStarted')
    stop()
  }),
}

const common = {
  connect: asynchronous('connect', () => {
    if (!discovered) throw fail('notDiscovered')
    if (connected) throw fail('connected')
    connected = power()
    if (!connected) throw fail('connect')
  }),
  close: asynchronous('close', () => {
    if (!connected) throw fail('notConnected')
    connected = null
  }),
  transceive: asynchronous('transceive', async ({ data }) => {
    if (!connected) throw fail('notConnected')
    const answer = await exchange(connected, new Uint8Array(data))
    if (!answer) throw fail('internal')
    return { data: new Uint8Array(answer).buffer }
  }),
  getHistoricalBytes: asynchronous('getHistoricalBytes', () => ({ histBytes: new ArrayBuffer(0) })),
}

/** iPhones have neither. */
const android = {
  setTimeout: asynchronous('IsoDep.setTimeout', () => ({})),
  getMaxTransceiveLength: asynchronous('getMaxTransceiveLength', () => ({ length: 261 })),
}

/** `wx.getNFCAdapter()`. */
export function nfcAdapter() {
  return {
    tech: TECH,
    ...discovery,
    onDiscovered: (/** @type {(found: any) => void} */ listener) => { listeners.add(listener) },
    offDiscovered: (/** @type {(found: any) => void} */ listener) => { if (listener) listeners.delete(listener); else listeners.clear() },
    getIsoDep: () => (isPhone('ios') ? common : { ...common, ...android }),
  }
}
