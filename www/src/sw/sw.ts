/**
 * Keeps the page on the device: every file of one build under one name, taken all or not at all. A new build
 * waits until the officer asks for it. The issuer list is fetched anew when there is a network.
 */

/** Files of the page, relative to it; filled in by the build. */
declare const __PRECACHE__: string[]
/** Hash over those files; filled in by the build. */
declare const __BUILD__: string

interface Extendable extends Event {
  waitUntil(work: Promise<unknown>): void
}
interface Fetching extends Extendable {
  readonly request: Request
  respondWith(response: Promise<Response>): void
}
interface Worker {
  readonly registration: { readonly scope: string }
  readonly clients: { claim(): Promise<void> }
  skipWaiting(): Promise<void>
  addEventListener(type: 'install' | 'activate', listener: (event: Extendable) => void): void
  addEventListener(type: 'fetch', listener: (event: Fetching) => void): void
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void
}

const worker = self as unknown as Worker
const build = __BUILD__
const files = __PRECACHE__
const PREFIX = 'healthpass-'
const PAGE = PREFIX + build
/** Also written by the page for a list the officer chose. */
const TRUST = `${PREFIX}trust`
const TRUST_FILES = ['trust/bundle.cbor', 'trust/root.json']
/** Rules and lists of withdrawn certificates, and the two files that name them. */
const DECIDING = /^trust\/(rules|revocation)/
/** A list that has not come by then is taken from the device. */
const TRUST_PATIENCE_MS = 4000

worker.addEventListener('install', (event) => event.waitUntil(install()))
worker.addEventListener('activate', (event) => event.waitUntil(activate()))
worker.addEventListener('message', (event) => {
  if (event.data === 'use-now') void worker.skipWaiting()
  if (event.data === 'which-build') event.ports[0]?.postMessage(build)
})
worker.addEventListener('fetch', (event) => {
  const path = ownPath(event.request)
  if (path === null) return
  if (TRUST_FILES.includes(path)) event.respondWith(freshList(event.request))
  // rules and withdrawals are fetched anew only when the officer asks
  else if (DECIDING.test(path)) event.respondWith(event.request.cache === 'reload' ? fetch(event.request) : keptList(event.request))
  else if (path === '' || files.includes(path)) event.respondWith(kept(event.request, path || 'index.html'))
})

async function install(): Promise<void> {
  const cache = await caches.open(PAGE)
  await cache.addAll(files.map((file) => new Request(absolute(file), { cache: 'reload' })))
  // a page may come without a list
  await Promise.allSettled([...TRUST_FILES.map(fetchOwn), ...['trust/rules.json', 'trust/revocation.json'].map(fetchNamed)])
}

async function fetchOwn(file: string): Promise<Response> {
  return fetchList(new Request(absolute(file)))
}

/** What decides offline is there before it is first asked for. */
async function fetchNamed(file: string): Promise<void> {
  const index = await (await fetchOwn(file)).json() as { packs?: string[]; manifest?: string; files?: string[] } | null
  const names = [...index?.packs ?? [], ...(index?.manifest ? [index.manifest] : []), ...index?.files ?? []]
  await Promise.allSettled(names.map(async (name) => fetchOwn(`trust/${name}`)))
}

async function keptList(request: Request): Promise<Response> {
  return (await (await caches.open(TRUST)).match(request.url)) ?? fetchList(request)
}

async function activate(): Promise<void> {
  const names = await caches.keys()
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== PAGE && name !== TRUST)
  await Promise.all(old.map((name) => caches.delete(name)))
  await worker.clients.claim()
}

function absolute(file: string): string {
  return new URL(file, worker.registration.scope).href
}

/** Path within the page's folder of a request that is the page's own. */
function ownPath(request: Request): string | null {
  const address = request.url.split(/[?#]/)[0] ?? ''
  return request.method === 'GET' && address.startsWith(worker.registration.scope)
    ? address.slice(worker.registration.scope.length)
    : null
}

async function kept(request: Request, path: string): Promise<Response> {
  const cache = await caches.open(PAGE)
  return (await cache.match(absolute(path))) ?? fetch(request)
}

async function freshList(request: Request): Promise<Response> {
  const cache = await caches.open(TRUST)
  const old = await cache.match(request.url)
  const fetched = fetchList(request)
  if (!old) return fetched
  const patience = new Promise<Response>((resolve) => setTimeout(resolve, TRUST_PATIENCE_MS, old))
  return Promise.race([fetched.then((response) => (response.ok ? response : old), () => old), patience])
}

async function fetchList(request: Request): Promise<Response> {
  const response = await fetch(request, { cache: 'no-cache' })
  if (response.ok) await (await caches.open(TRUST)).put(request.url, response.clone())
  return response
}
