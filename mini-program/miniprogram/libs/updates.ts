import type { Reason, Wallet } from '../core/healthpass'
import { now, reasonsOf, Session } from './core'
import { keepList, keepRules, PublishedFile, PublishedList, roots, seenRules, takeList } from './published'

/**
 * Newer editions, from an address the holder sees and only when asked for: `trust/rules.json` and `trust/revocation.json`
 * under it name the files. Nothing but these names is asked, and nothing is sent.
 */
const ADDRESS = 'healthpass/update-address'

/** Whoever publishes the mini-program puts the address here, and among its request domains at WeChat. */
const PUBLISHED_AT = ''

/** Bytes of one file; the core's own limit for what a file unpacks to is of this order. */
const MAX_BYTES = 4 * 1024 * 1024
/** Files one table of contents may name. */
const MAX_FILES = 512
/** A name under `trust/`, never out of it. */
const NAME = /^(?!.*\.\.)[A-Za-z0-9][A-Za-z0-9._/-]{0,199}$/

export interface PackResult {
  name: string
  state: 'new' | 'same' | 'refused'
  createdAt: string
  reasons: Reason[]
}

/** What an update came to. */
export interface Updated {
  packs: (PackResult & { title: PackTitle | null })[]
  list: PackResult | null
  /** In use, but the phone could not write it. */
  notKept: boolean
  /** Neither rules nor a list are to be had at the address. */
  nothing: Reason[]
}

type PackTitle = ReturnType<Wallet['rules']>[number]['name']

interface Contents {
  packs?: unknown
  manifest?: unknown
  files?: unknown
}

export function updateAddress(): string {
  const stored: unknown = wx.getStorageSync(ADDRESS)
  return typeof stored === 'string' && stored ? stored : PUBLISHED_AT
}

export function rememberAddress(address: string): void {
  wx.setStorageSync(ADDRESS, address)
}

export function forgetAddress(): void {
  wx.removeStorageSync(ADDRESS)
}

/** The address as requests take it, or nothing when it is none. Plain http serves trying out on one's own computer. */
export function readAddress(text: string): string {
  const address = text.trim().replace(/[?#].*$/, '')
  if (!/^https:\/\/[^\s/]+|^http:\/\/(localhost|127\.0\.0\.1)(:\d+)?(\/|$)/.test(address)) return ''
  return address.endsWith('/') ? address : `${address}/`
}

/** Fetches and takes over what is newer. Throws nothing: what was refused is said in the result, and the old one stays. */
export async function update({ wallet }: Session, address: string): Promise<Updated> {
  const updated: Updated = { packs: [], list: null, notKept: false, nothing: [] }
  const [rules, list] = [await contents(address, 'rules.json'), await contents(address, 'revocation.json')]
  if ('refused' in rules && 'refused' in list) return { ...updated, nothing: [rules.refused] }
  if (!('refused' in rules) && roots.rules) await updateRules(wallet, address, rules.found, updated)
  if (!('refused' in list) && roots.list) await updateList(wallet, address, list.found, updated)
  return updated
}

async function updateRules(wallet: Wallet, address: string, { packs }: Contents, updated: Updated): Promise<void> {
  const taken: PublishedFile[] = []
  const editions: { [pack: string]: number } = {}
  const seen = await seenRules()
  for (const name of names(packs)) {
    try {
      const before = wallet.rules(now())
      const bytes = await fetched(address, name)
      const { id, name: title, sequence, createdAt } = wallet.loadRules(bytes, roots.rules, now(), seen)
      const same = before.some((pack) => pack.id === id && pack.sequence === sequence)
      editions[id] = sequence
      if (!same) taken.push({ name: `rules-${id}`, bytes })
      updated.packs.push({ name, title, state: same ? 'same' : 'new', createdAt, reasons: [] })
    } catch (failure) {
      updated.packs.push({ name, title: null, state: 'refused', createdAt: '', reasons: reasonsOf(failure) })
    }
  }
  if (taken.length > 0) await keepRules(taken, editions).catch(() => { updated.notKept = true })
}

/** All or nothing: a list with a file missing would know less than the old one. */
async function updateList(wallet: Wallet, address: string, { manifest, files }: Contents, updated: Updated): Promise<void> {
  const name = names([manifest])[0] || 'revocation.json'
  try {
    const before = wallet.revocation(now()).map(({ sequence }) => sequence).join()
    const list: PublishedList = { manifest: await fetched(address, name), files: [] }
    for (const file of names(files)) list.files.push({ name: file, bytes: await fetched(address, file) })
    takeList(wallet, list, now())
    const after = wallet.revocation(now())
    const same = before === after.map(({ sequence }) => sequence).join()
    updated.list = { name, state: same ? 'same' : 'new', createdAt: after.length > 0 ? after[0].createdAt : '', reasons: [] }
    if (!same) await keepList(list).catch(() => { updated.notKept = true })
  } catch (failure) {
    updated.list = { name, state: 'refused', createdAt: '', reasons: reasonsOf(failure) }
  }
}

/** The table of contents, or why there is none. */
async function contents(address: string, name: string): Promise<{ found: Contents } | { refused: Reason }> {
  try {
    const text = utf8(await fetched(address, name))
    const found: unknown = JSON.parse(text)
    if (found && typeof found === 'object') return { found }
    return { refused: { code: 'update.list', at: name } }
  } catch (failure) {
    const [reason] = reasonsOf(failure)
    return { refused: reason.code.startsWith('update.') ? reason : { code: 'update.list', at: name } }
  }
}

function names(list: unknown): string[] {
  return Array.isArray(list) ? list.filter((name): name is string => typeof name === 'string' && NAME.test(name)).slice(0, MAX_FILES) : []
}

async function fetched(address: string, name: string): Promise<Uint8Array> {
  const { statusCode, data } = await get(`${address}trust/${name}`)
  if (statusCode !== 200) throw { reasons: [{ code: 'update.status', found: String(statusCode), at: name }] }
  if (data.byteLength > MAX_BYTES) throw { reasons: [{ code: 'update.large', at: name }] }
  return new Uint8Array(data)
}

function get(url: string): Promise<{ statusCode: number; data: ArrayBuffer }> {
  return new Promise((resolve, reject) => {
    wx.request<ArrayBuffer>({
      url,
      responseType: 'arraybuffer',
      // no copy of yesterday's
      header: { 'cache-control': 'no-cache' },
      success: ({ statusCode, data }) => resolve({ statusCode, data }),
      fail: ({ errMsg }) => reject({ reasons: [{ code: 'update.address', found: errMsg.replace(/^request:fail\s*/, '') }] }),
    })
  })
}

/** Names of files are plain letters; anything else is nobody's table of contents. */
function utf8(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return text
}
