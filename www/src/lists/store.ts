/**
 * The issuer list in use: the one that came with the page, or one the officer loaded from a file. A loaded
 * one is kept on the device beside the page's own files, so that it is there after a restart.
 */
import type { TrustSummary } from 'healthpass/verifier'
import { clearTrust, loadTrust } from '../core'
import { faultOf } from '../faults'

export interface TrustList {
  readonly summary: TrustSummary
  readonly origin: 'shipped' | 'chosen'
  readonly root: string
}

export interface ListState {
  readonly list: TrustList | null
  readonly loading: boolean
  /** Sentence of the core when the shipped list was refused. */
  readonly refused: string | null
}

interface Root {
  readonly root: string
}

/** Kept apart from the page's own files, which are replaced with every version. */
const CACHE = 'healthpass-trust'
const SHIPPED = { bundle: 'trust/bundle.cbor', root: 'trust/root.json' }
const CHOSEN = { bundle: 'trust/chosen.cbor', root: 'trust/chosen.json' }

let state: ListState = { list: null, loading: true, refused: null }

export function lists(): ListState {
  return state
}

export function isExpired(list: TrustList): boolean {
  return Date.parse(list.summary.expiresAt) <= Date.now()
}

/** Loads the list to start with. */
export async function loadLists(): Promise<void> {
  try {
    const chosen = await keptList()
    state = { list: chosen ?? (await shippedList()), loading: false, refused: null }
  } catch (error) {
    state = { list: null, loading: false, refused: faultOf(error) }
  }
}

/** Checks a list and puts it in use. Throws what the core says against it; the list in use then stays. */
export async function useFile(bundle: Uint8Array, root: string): Promise<void> {
  const summary = loadTrust(bundle, root)
  state = { list: { summary, origin: 'chosen', root }, loading: false, refused: null }
  await keepList(bundle, root)
}

/** Back to the list that came with the page. */
export async function useShipped(): Promise<void> {
  await forgetList()
  clearTrust()
  await loadLists()
}

async function shippedList(): Promise<TrustList | null> {
  const [bundle, root] = await Promise.all([fetched(SHIPPED.bundle), fetched(SHIPPED.root)])
  return bundle && root ? checked(bundle, root, 'shipped') : null
}

async function checked(bundle: Response, root: Response, origin: TrustList['origin']): Promise<TrustList> {
  const pinned = ((await root.json()) as Root).root
  return { summary: loadTrust(new Uint8Array(await bundle.arrayBuffer()), pinned), origin, root: pinned }
}

/** A file of this page's own server, or of its copy on the device. */
export async function fetched(path: string): Promise<Response | null> {
  try {
    const response = await fetch(path, { cache: 'no-cache' })
    return response.ok ? response : null
  } catch {
    return null
  }
}

async function store(): Promise<Cache | null> {
  // absent on pages served without https
  return 'caches' in globalThis ? caches.open(CACHE).catch(() => null) : null
}

async function keptList(): Promise<TrustList | null> {
  const cache = await store()
  const [bundle, root] = await Promise.all([cache?.match(CHOSEN.bundle), cache?.match(CHOSEN.root)])
  if (!bundle || !root) return null
  try {
    return await checked(bundle, root, 'chosen')
  } catch {
    // a list this core no longer accepts is of no use
    await forgetList()
    return null
  }
}

async function keepList(bundle: Uint8Array, root: string): Promise<void> {
  const cache = await store()
  await cache?.put(CHOSEN.bundle, new Response(new Blob([bundle.slice()])))
  await cache?.put(CHOSEN.root, Response.json({ root } satisfies Root))
}

async function forgetList(): Promise<void> {
  const cache = await store()
  await Promise.all([cache?.delete(CHOSEN.bundle), cache?.delete(CHOSEN.root)])
}
