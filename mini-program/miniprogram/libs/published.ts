import * as core from '../core/healthpass'
import type { Reason, Wallet } from '../core/healthpass'
import { fromBase64, toBase64 } from './base64'

type Seen = { [pack: string]: number }

/**
 * What authorities publish: packs of rules and the list of withdrawn certificates. One edition of each comes with the
 * mini-program; newer ones are fetched when the holder asks for it, and kept as plain storage, for there is nothing
 * private in them. Whatever was fetched is signed, and is checked again at every start.
 */
export interface Published {
  rulesRefused: Reason[]
  listRefused: Reason[]
}

/** A file as it was fetched: its name and its bytes. */
export interface PublishedFile {
  name: string
  bytes: Uint8Array
}

/** The list of withdrawn certificates: what is signed, and the files that it names. */
export interface PublishedList {
  manifest: Uint8Array
  files: PublishedFile[]
}

interface Packed {
  rules: { root: string; packs: string[] } | null
  revocation: { root: string; manifest: string; files: string[] } | null
}

const NOTHING: Index = { rules: [], seen: {}, list: [] }

const packed: Packed = { rules: require('../core/rules.js'), revocation: require('../core/revocation.js') }

const KEPT = 'healthpass/published/'
const INDEX = `${KEPT}index`

interface Index {
  rules: string[]
  /** The newest edition of each pack that was ever fetched: an older one put in its place is refused. */
  seen: Seen
  /** Its files by name, the manifest first; none while the list that came with this version is the newest. */
  list: string[]
}

/** Who may sign rules and the list; empty when this version does not say. */
export const roots = { rules: packed.rules ? packed.rules.root : '', list: packed.revocation ? packed.revocation.root : '' }

/** Gives a wallet what came with this version, then what was fetched since. */
export async function loadPublished(wallet: Wallet, at: string): Promise<Published> {
  const { rules, revocation } = packed
  const index = await readIndex()
  const rulesRefused = rules ? attempts(rules.packs.map((pack) => () => wallet.loadRules(fromBase64(pack), rules.root, at))) : []
  const listRefused = revocation
    ? attempts([() => giveList(wallet, { manifest: fromBase64(revocation.manifest), files: revocation.files.map((file) => ({ name: '', bytes: fromBase64(file) })) }, at)])
    : []
  const fetchedRules = await readAll(index.rules)
  const [manifest, ...files] = await readAll(index.list)
  const isWhole = manifest && files.length === index.list.length - 1
  const rulesLater = attempts(fetchedRules.map(({ bytes }) => () => wallet.loadRules(bytes, roots.rules, at, index.seen)))
  const listLater = isWhole ? attempts([() => giveList(wallet, { manifest: manifest.bytes, files }, at)]) : []
  return { rulesRefused: rulesRefused.concat(rulesLater.filter(isNews)), listRefused: listRefused.concat(listLater.filter(isNews)) }
}

/** Takes over a list that is whole; throws and leaves the present one when it is not. */
export function takeList(wallet: Wallet, list: PublishedList, at: string): void {
  // a list is replaced by its manifest: another wallet tries all of it first
  const trial = core.Wallet.open([])
  giveList(trial, list, at)
  const missing = trial.revocation(at).reduce((sum, { missingFiles }) => sum + countOf(missingFiles), 0)
  if (missing > 0) throw { reasons: [{ code: 'update.incomplete', found: String(missing) }] }
  giveList(wallet, list, at)
}

/** How many files a list lacks, given as names or as their number. */
export function countOf(missing: unknown): number {
  return Array.isArray(missing) ? missing.length : Number(missing) || 0
}

export async function seenRules(): Promise<Seen> {
  return (await readIndex()).seen
}

export async function keepRules(packs: PublishedFile[], editions: Seen): Promise<void> {
  const index = await readIndex()
  for (const pack of packs) await keepFile(pack)
  await writeIndex({ ...index, seen: { ...index.seen, ...editions }, rules: index.rules.concat(packs.map(({ name }) => name)).filter((name, i, all) => all.indexOf(name) === i) })
}

export async function keepList({ manifest, files }: PublishedList): Promise<void> {
  const index = await readIndex()
  // under names of its own: until the index is written the old one stays as it is
  const stamp = Date.now().toString(36)
  const all = [{ name: `manifest-${stamp}`, bytes: manifest }].concat(files.map((file) => ({ name: `list-${stamp}/${file.name}`, bytes: file.bytes })))
  for (const file of all) await keepFile(file)
  const names = all.map(({ name }) => name)
  await writeIndex({ ...index, list: names })
  for (const name of index.list.filter((each) => names.indexOf(each) < 0)) await forgetFile(name)
}

export async function forgetPublished(): Promise<void> {
  const { rules, list } = await readIndex()
  for (const name of rules.concat(list)) await forgetFile(name)
  await wx.removeStorage({ key: INDEX }).catch(() => undefined)
}

function giveList(wallet: Wallet, { manifest, files }: PublishedList, at: string): void {
  wallet.loadRevocation(manifest, roots.list, at)
  files.forEach(({ bytes }) => wallet.addRevocationFile(bytes))
}

/** Runs each; the reasons of those that failed. */
function attempts(list: (() => unknown)[]): Reason[] {
  return list.reduce<Reason[]>((failed, attempt) => {
    try {
      attempt()
      return failed
    } catch (failure) {
      const { reasons, code, message } = failure as Partial<core.HealthpassError>
      return failed.concat(reasons && reasons.length > 0 ? reasons : [{ code: code || 'app.unexpected', found: message || String(failure) }])
    }
  }, [])
}

/** A kept file that is older than what came with an update of the mini-program has simply been overtaken. */
const isNews = ({ code }: Reason) => !/\.rollback$/.test(code)

async function readIndex(): Promise<Index> {
  try {
    const { data } = await wx.getStorage<Index>({ key: INDEX })
    return data && Array.isArray(data.rules) && Array.isArray(data.list) ? { ...data, seen: data.seen || {} } : NOTHING
  } catch (failure) {
    return NOTHING
  }
}

async function writeIndex(data: Index): Promise<void> {
  await wx.setStorage({ key: INDEX, data })
}

/** Files that can be read; one that cannot is fetched again with the next update. */
async function readAll(names: string[]): Promise<PublishedFile[]> {
  const read = names.map(async (name) => {
    const { data } = await wx.getStorage<string>({ key: KEPT + name })
    return [{ name, bytes: fromBase64(data) }]
  })
  const files = await Promise.all(read.map((file) => file.catch(() => [])))
  return files.reduce<PublishedFile[]>((all, file) => all.concat(file), [])
}

async function keepFile({ name, bytes }: PublishedFile): Promise<void> {
  await wx.setStorage({ key: KEPT + name, data: toBase64(bytes) })
}

async function forgetFile(name: string): Promise<void> {
  await wx.removeStorage({ key: KEPT + name }).catch(() => undefined)
}
