/** Fetching newer lists, when the officer says so and only then. */
import { faultOf } from '../faults'
import { day } from '../format'
import { keepAll, parsed, revocation, roots, rules, takeRevocation, takeRules, type Fetch, type RevocationIndex, type RulesIndex } from './packs'
import { told, w } from './words'

/** Where lists lie beside the page. */
export const SHIPPED = 'trust/'

/** One line of what came of it. */
export interface Outcome {
  readonly good: boolean
  readonly text: string
}

/** The folder meant; `null` when it lies elsewhere, where this page's policy lets it fetch nothing. */
export function folder(typed: string): URL | null {
  try {
    const url = new URL(typed.trim() || SHIPPED, document.baseURI)
    if (!url.pathname.endsWith('/')) url.pathname += '/'
    return url.origin === location.origin ? url : null
  } catch {
    return null
  }
}

/** Fetches what the folder has. What is refused leaves the list of before in place. */
export async function update(from: URL): Promise<Outcome[]> {
  let reached = false
  const get: Fetch = async (path) => {
    try {
      const response = await fetch(new URL(path, from), { cache: 'reload', credentials: 'omit' })
      reached = true
      return response.ok ? new Uint8Array(await response.arrayBuffer()) : null
    } catch {
      return null
    }
  }
  const all = [...await updateRules(get), ...await updateRevocation(get)]
  await keepAll()
  if (all.length > 0) return all
  return [{ good: false, text: reached ? w('updateNothing', { address: from.href }) : w('updateOffline') }]
}

/** The root to hold a file to: the one in use, whatever the folder says of itself. */
function pinned(kind: 'rules' | 'revocation', named: string): string {
  const used = roots(kind)
  return used.includes(named) ? named : used[0] ?? named
}

async function updateRules(get: Fetch): Promise<Outcome[]> {
  const index = parsed<RulesIndex>(await get('rules.json'))
  const all: Outcome[] = []
  for (const name of index?.packs ?? []) {
    const bytes = await get(name)
    if (bytes && index) all.push(tried(name, () => {
      const before = new Map(rules().map(({ id, sequence }) => [id, sequence]))
      const { id, name, createdAt, sequence } = takeRules(bytes, pinned('rules', index.root))
      return took(told(name), createdAt, sequence, before.get(id) === sequence)
    }))
  }
  return all
}

async function updateRevocation(get: Fetch): Promise<Outcome[]> {
  const index = parsed<RevocationIndex>(await get('revocation.json'))
  const manifest = index && await get(index.manifest)
  if (!index || !manifest) return []
  const files = (await Promise.all(index.files.map(get))).filter((file) => file !== null)
  const strange: string[] = []
  const outcome = tried(w('withdrawalsTitle'), () => {
    const before = new Map(revocation().map(({ name, sequence }) => [name, sequence]))
    const taken = takeRevocation(manifest, files, pinned('revocation', index.root))
    strange.push(...taken.strange)
    const { name, createdAt, sequence } = taken.summary
    return took(name, createdAt, sequence, before.get(name) === sequence)
  })
  return [outcome, ...strange.map((reason) => ({ good: false, text: w('problem', { reason }) }))]
}

function took(name: string, createdAt: string, sequence: number | undefined, same: boolean): string {
  return w(same ? 'updateSame' : 'updateTook', { name, date: day(createdAt), sequence: sequence ?? '–' })
}

function tried(name: string, work: () => string): Outcome {
  try {
    return { good: true, text: work() }
  } catch (error) {
    return { good: false, text: w('updateRefused', { name, reason: faultOf(error) }) }
  }
}
