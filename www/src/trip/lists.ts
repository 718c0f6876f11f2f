/** Rules and lists of withdrawn certificates: their ages, loading others, and updating them when asked. */
import { facts, h, icon, panel, type Child } from '../dom'
import { faultOf } from '../faults'
import { age, country, day } from '../format'
import { t } from '../i18n'
import { hasKept, keepAll, problems, reset, revocation, roots, rules, takeRevocation, takeRules } from './packs'
import { source } from './panels'
import type { RevocationSummary, RulesSummary } from './types'
import { folder, SHIPPED, update, type Outcome } from './update'
import { told, w } from './words'

export interface ListEvents {
  changed(): void
}

/** Letters and digits of a SHA-256. */
const FINGERPRINT = 64
/** What the last update brought; read once more when the page is drawn anew. */
let outcomes: readonly Outcome[] = []
let loaded: string | null = null

export function listPanels(events: ListEvents): Child {
  return [
    panel('rules-title', w('rulesTitle'), problems().map((reason) => h('p', { class: 'is-cond strong lead' }, w('problem', { reason }))), of(rules(), w('rulesNone'), packFacts)),
    panel('revocation-title', w('withdrawalsTitle'), of(revocation(), w('withdrawalsNone'), listFacts)),
    panel('update-title', w('updateTitle'), updater(events)),
    panel('load-more-title', w('loadTitle'), loader(events)),
  ]
}

function of<T>(all: readonly T[], none: string, show: (one: T) => HTMLElement): Child {
  return all.length > 0 ? all.map(show) : h('p', { class: 'lead' }, none)
}

function packFacts(pack: RulesSummary): HTMLElement {
  return h('div', { class: 'rule', 'data-pack': pack.id },
    h('h3', {}, told(pack.name)),
    facts([
      [w('publisher'), pack.publishedBy],
      [w('age'), `${day(pack.createdAt)} (${age(pack.createdAt)})`],
      [w('expires'), lasting(pack)],
      [w('sequence'), String(pack.sequence)],
      [w('contains'), w('containsOf', { requirements: pack.requirements, rules: pack.rules })],
      [w('sourceAt'), source(pack.source)],
    ]))
}

function listFacts(list: RevocationSummary): HTMLElement {
  const { missingFiles: missing } = list
  return h('div', { class: 'rule', 'data-revocation': list.name },
    h('h3', {}, list.name),
    facts([
      [w('country'), country(list.country)],
      [w('asOf'), `${day(list.createdAt)} (${age(list.createdAt)})`],
      [w('expires'), lasting(list)],
      [w('sequence'), list.sequence !== undefined && String(list.sequence)],
      [w('entries'), String(list.entries)],
      [w('missing'), missing.length > 0 && h('span', { class: 'is-cond strong' }, `${missing.length}: `, h('span', { class: 'mono small wrap-any' }, missing.slice(0, 3).join(' '), missing.length > 3 && ' …'))],
    ]))
}

function lasting({ expiresAt, expired }: { readonly expiresAt?: string; readonly expired: boolean }): Child {
  if (!expiresAt) return undefined
  return [h('span', { class: 'line' }, day(expiresAt)), expired ? h('span', { class: 'state is-cond' }, icon('rule'), w('outOfDate')) : w('inDate')]
}

function updater(events: ListEvents): Child {
  const field = h('input', { id: 'update-address', type: 'text', value: SHIPPED, autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false', 'aria-describedby': 'update-hint' })
  const answer = h('div', { id: 'update-answer', role: 'status', class: 'answer' }, said(outcomes))
  const submit = async (event: Event) => {
    event.preventDefault()
    const from = folder(field.value)
    if (!from) return answer.replaceChildren(...said([{ good: false, text: w('updateElsewhere', { origin: location.origin }) }]))
    answer.replaceChildren(w('updating'))
    outcomes = await update(from)
    events.changed()
    document.getElementById('update-go')?.focus()
    outcomes = []
  }
  return h('form', { class: 'form', onsubmit: submit },
    h('p', {}, w('updateWhat')),
    h('label', { for: 'update-address' }, w('updateAddress')), field,
    h('p', { class: 'small quiet', id: 'update-hint' }, w('updateHint')),
    h('button', { class: 'btn second', id: 'update-go' }, w('updateGo')),
    answer)
}

function said(all: readonly Outcome[]): HTMLElement[] {
  return all.map(({ good, text }) => h('p', { class: good ? undefined : 'is-cond strong', 'data-good': String(good) }, text))
}

function loader(events: ListEvents): Child {
  const kind = h('select', { id: 'more-kind' }, h('option', { value: 'rules' }, w('loadRules')), h('option', { value: 'revocation' }, w('loadRevocation')))
  const files = h('input', { type: 'file', id: 'more-files', class: 'vh', multiple: true })
  const chosen = h('span', { class: 'small quiet', id: 'more-names' })
  files.addEventListener('change', () => chosen.replaceChildren([...files.files ?? []].map(({ name }) => name).join(t('comma'))))
  const root = h('textarea', { id: 'more-root', rows: 2, class: 'mono', autocomplete: 'off', spellcheck: 'false', 'aria-describedby': 'more-root-hint' })
  const answer = h('p', { id: 'more-answer', role: 'status', class: 'answer' }, loaded)
  loaded = null
  const submit = async (event: Event) => {
    event.preventDefault()
    try {
      loaded = await load(kind.value === 'rules' ? 'rules' : 'revocation', [...files.files ?? []], root.value)
      await keepAll()
      events.changed()
    } catch (error) {
      answer.replaceChildren(h('span', { class: 'is-stop strong' }, error instanceof Refused ? error.message : w('problem', { reason: faultOf(error) })))
    }
  }
  const clear = h('button', { type: 'button', class: 'link', id: 'more-reset', hidden: true, onclick: () => void reset().then(events.changed) }, w('reset'))
  void hasKept().then((kept) => { clear.hidden = !kept })
  return h('form', { class: 'form', onsubmit: submit },
    h('label', { for: 'more-kind' }, w('loadKind')), kind,
    files, h('label', { for: 'more-files', class: 'btn second' }, w('loadFiles')), chosen,
    h('label', { for: 'more-root' }, w('loadRoot')), root,
    h('p', { class: 'small quiet', id: 'more-root-hint' }, w('loadRootHint')),
    h('button', { class: 'btn second', id: 'more-load' }, w('loadGo')),
    answer, clear)
}

/** What the page itself has to say against it. */
class Refused extends Error {}

async function load(kind: 'rules' | 'revocation', files: readonly File[], typed: string): Promise<string> {
  if (files.length === 0) throw new Refused(w('loadNoFile'))
  const root = rootOf(kind, typed)
  const all = await Promise.all(files.map(async (file) => new Uint8Array(await file.arrayBuffer())))
  if (kind === 'rules') return all.map((bytes) => takeRules(bytes, root)).map(({ name, createdAt, sequence }) => w('updateTook', { name: told(name), date: day(createdAt), sequence })).join(' ')
  return loadRevocation(all, root)
}

function rootOf(kind: 'rules' | 'revocation', typed: string): string {
  const digits = typed.replace(/[\s:]/g, '').toLowerCase()
  const [used] = roots(kind)
  if (digits === '' && used) return used
  if (digits === '') throw new Refused(w('loadNoKnownRoot'))
  if (!/^[0-9a-f]*$/.test(digits) || digits.length !== FINGERPRINT) throw new Refused(w('loadNoRoot', { n: digits.length }))
  return digits
}

/** The manifest is the file the root signed; the others are what it names. */
function loadRevocation(all: readonly Uint8Array[], root: string): string {
  let fault: unknown
  for (const manifest of all) {
    try {
      const { summary: { name, createdAt, sequence }, strange } = takeRevocation(manifest, all.filter((one) => one !== manifest), root)
      return [w('updateTook', { name, date: day(createdAt), sequence: sequence ?? '–' }), ...strange.map((reason) => w('problem', { reason }))].join(' ')
    } catch (error) {
      // a data file is refused for its form; what is said against the manifest is what the officer should read
      fault ??= error
    }
  }
  throw new Refused(w('loadNoManifest', { reason: faultOf(fault) }))
}
