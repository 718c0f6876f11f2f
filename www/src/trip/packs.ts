/**
 * Rules and lists of withdrawn certificates: those that came with the page, and newer ones that were loaded or fetched
 * here, which are kept on the device beside them. The core refuses what is older than what it holds.
 */
import { decider } from '../desk/room'
import type { Dated, Signs } from '../desk/gate'
import { SHIPPED_REVOCATION } from '../desk/gate'
import { faultOf } from '../faults'
import { now } from '../format'
import { fetched } from '../lists/store'
import { forget, keep, kept } from '../settings'
import type { Decides, RevocationSummary, RulesSummary } from './types'

export interface RulesIndex {
  readonly root: string
  readonly packs: readonly string[]
}
export interface RevocationIndex {
  readonly root: string
  readonly manifest: string
  readonly files: readonly string[]
}

interface HeldRules {
  readonly id: string
  readonly bytes: Uint8Array
  readonly root: string
}
interface HeldRevocation {
  readonly name: string
  readonly manifest: Uint8Array
  readonly files: readonly Uint8Array[]
  readonly root: string
}

export type Fetch = (path: string) => Promise<Uint8Array | null>

/** Kept apart from the page's own files, which are replaced with every version. */
const CACHE = 'healthpass-trust'
const KEPT_RULES = 'trust/kept/rules.json'
const KEPT_REVOCATION = 'trust/kept/revocation.json'

let heldRules: HeldRules[] = []
let heldRevocation: HeldRevocation[] = []
let refused: string[] = []

/** Puts everything that is held into a new desk. */
export function furnish(desk: Decides): void {
  for (const { bytes, root } of heldRules) desk.loadRules(bytes, root, now())
  for (const { manifest, files, root } of heldRevocation) {
    desk.loadRevocation(manifest, root, now())
    for (const file of files) desk.addRevocationFile(file)
  }
}

export function rules(): RulesSummary[] {
  return decider().rules(now())
}

export function revocation(): RevocationSummary[] {
  return decider().revocation(now())
}

export function hasRevocation(): boolean {
  return heldRevocation.length > 0
}

/** Why lists that came with the page were refused. */
export function problems(): readonly string[] {
  return refused
}

/** Root keys of what is in use. */
export function roots(kind: 'rules' | 'revocation'): string[] {
  return [...new Set((kind === 'rules' ? heldRules : heldRevocation).map(({ root }) => root))]
}

/** Takes in what came with the page, and then what was kept since. */
export async function loadShipped(): Promise<void> {
  refused = []
  const own: Fetch = async (path) => {
    const response = await fetched(path)
    return response && new Uint8Array(await response.arrayBuffer())
  }
  const say = (error: unknown) => refused.push(faultOf(error))
  await fromRules('trust/', parsed<RulesIndex>(await own('trust/rules.json')), own).catch(say)
  await fromRevocation('trust/', parsed<RevocationIndex>(await own(SHIPPED_REVOCATION)), own).catch(say)
  const kept = await store()
  const stored: Fetch = async (path) => {
    const response = await kept?.match(path)
    return response ? new Uint8Array(await response.arrayBuffer()) : null
  }
  // older than what came with the page since: of no use any more
  for (const index of parsed<RulesIndex[]>(await stored(KEPT_RULES)) ?? []) await fromRules('', index, stored).catch(() => undefined)
  for (const index of parsed<RevocationIndex[]>(await stored(KEPT_REVOCATION)) ?? []) await fromRevocation('', index, stored).catch(() => undefined)
}

async function fromRules(folder: string, index: RulesIndex | null, from: Fetch): Promise<void> {
  for (const name of index?.packs ?? []) {
    const bytes = await from(folder + name)
    if (bytes && index) takeRules(bytes, index.root)
  }
}

async function fromRevocation(folder: string, index: RevocationIndex | null, from: Fetch): Promise<void> {
  const manifest = index && await from(folder + index.manifest)
  if (!index || !manifest) return
  const files = await Promise.all(index.files.map((name) => from(folder + name)))
  takeRevocation(manifest, files.filter((file) => file !== null), index.root)
}

/** Checks a pack and puts it in use. Throws what the core says against it; the one in use then stays. */
export function takeRules(bytes: Uint8Array, root: string): RulesSummary {
  const summary = decider().loadRules(bytes, root, now(), seen())
  keep('seen', JSON.stringify({ ...seen(), [summary.id]: summary.sequence }))
  heldRules = [...heldRules.filter(({ id }) => id !== summary.id), { id: summary.id, bytes, root }]
  return summary
}

/** The newest edition of each pack ever taken in: none before it is, after a restart either. */
function seen(): Record<string, number> {
  return parsed<Record<string, number>>(new TextEncoder().encode(kept('seen') ?? '{}')) ?? {}
}

/** The same for a list of withdrawn certificates; of its files those it does not name are left out. */
export function takeRevocation(manifest: Uint8Array, files: readonly Uint8Array[], root: string): { summary: RevocationSummary; strange: string[] } {
  const summary = decider().loadRevocation(manifest, root, now())
  const strange: string[] = []
  const good: Uint8Array[] = []
  for (const file of files) {
    try {
      decider().addRevocationFile(file)
      good.push(file)
    } catch (error) {
      strange.push(faultOf(error))
    }
  }
  heldRevocation = [...heldRevocation.filter(({ name }) => name !== summary.name), { name: summary.name, manifest, files: good, root }]
  return { summary: revocation().find(({ name }) => name === summary.name) ?? summary, strange }
}

/** Keeps everything in use on the device, so that it is there after a restart. */
export async function keepAll(): Promise<void> {
  const cache = await store()
  const put = async (path: string, bytes: Uint8Array) => {
    await cache?.put(path, new Response(new Blob([bytes.slice()])))
    return path
  }
  const packs = await Promise.all(heldRules.map(async ({ bytes, root }, i): Promise<RulesIndex> => ({ root, packs: [await put(`trust/kept/rules-${i}.cbor`, bytes)] })))
  await cache?.put(KEPT_RULES, Response.json(packs))
  const lists = await Promise.all(heldRevocation.map(async ({ manifest, files, root }, i): Promise<RevocationIndex> => ({
    root, manifest: await put(`trust/kept/revocation-${i}.cbor`, manifest), files: await Promise.all(files.map((file, j) => put(`trust/kept/revocation-${i}-${j}.bin`, file))),
  })))
  await cache?.put(KEPT_REVOCATION, Response.json(lists))
  if (lists.length > 0) keep('revocation', 'kept')
}

/** Back to what came with the page. */
export async function reset(): Promise<void> {
  const cache = await store()
  for (const request of await cache?.keys() ?? []) {
    if (new URL(request.url).pathname.includes('/trust/kept/')) await cache?.delete(request)
  }
  forget('revocation')
  // said by the officer, who may want an earlier edition back
  forget('seen')
  heldRules = []
  heldRevocation = []
  decider().clearRules()
  decider().clearRevocation()
  await loadShipped()
}

export async function hasKept(): Promise<boolean> {
  return Boolean(await (await store())?.match(KEPT_RULES))
}

/** Of each kind, the list that is oldest; one out of date before any other. */
export function signsOf(packs: readonly RulesSummary[], lists: readonly RevocationSummary[]): Signs {
  const [oldRules, oldList] = [oldest(packs), oldest(lists)]
  return { ...(oldRules ? { rules: oldRules } : {}), ...(oldList ? { revocation: oldList } : {}) }
}

function oldest(all: readonly (RulesSummary | RevocationSummary)[]): Dated | undefined {
  const first = [...all].sort((a, b) => Number(b.expired) - Number(a.expired) || Date.parse(a.createdAt) - Date.parse(b.createdAt))[0]
  return first && { createdAt: first.createdAt, ...(first.expiresAt ? { expiresAt: first.expiresAt } : {}) }
}

export function parsed<T>(bytes: Uint8Array | null): T | null {
  try {
    return bytes && JSON.parse(new TextDecoder().decode(bytes)) as T
  } catch {
    return null
  }
}

async function store(): Promise<Cache | null> {
  // absent on pages served without https
  return 'caches' in globalThis ? caches.open(CACHE).catch(() => null) : null
}
