import * as core from '../core/healthpass'
import type { HealthpassError, Reason, StorageProblem, TrustSummary, Wallet } from '../core/healthpass'
import { fromBase64 } from './base64'
import { eraseChoices, keepChoicesOf } from './last-choice'
import { forgetPublished, loadPublished, Published } from './published'
import { eraseRecords, readRecords, unwritten, writeChanges } from './storage'

/** The one wallet that every page works on. */
export interface Session extends Published {
  wallet: Wallet
  /** The issuer list packed with this version; null when there is none or it was refused. */
  list: TrustSummary | null
  listRefused: Reason[]
  /** Stored records that could not be used; they stay in storage untouched. */
  problems: StorageProblem[]
}

const WASM = '/core/healthpass-wallet.wasm.br'
const trust: { bundle: string; root: string } | null = require('../core/trust.js')

let session: Promise<Session> | undefined

/** Opens the wallet once; a failed opening may be tried again. */
export function openSession(): Promise<Session> {
  if (!session) {
    session = open()
    session.catch(() => {
      session = undefined
    })
  }
  return session
}

/** Writes what the last calls changed. Throws a `StorageError`; the change is then in memory only. */
export function save({ wallet }: Session): Promise<void> {
  return writeChanges(wallet.takeChanges())
}

/** Tries again to write what could not be written. */
export function saveAgain(): Promise<void> {
  return writeChanges([])
}

export { unwritten }

/** Forgets everybody and everything, in memory and in storage. */
export async function eraseAll({ wallet }: Session): Promise<void> {
  wallet.erase()
  wallet.takeChanges()
  session = undefined
  await eraseChoices()
  await forgetPublished()
  await eraseRecords()
}

/** Writes that somebody or something was removed, and forgets what had been chosen for it. */
export async function saveRemoval(session: Session): Promise<void> {
  const { people } = session.wallet.overview(now())
  await keepChoicesOf(people.reduce<string[]>((ids, { certificates }) => ids.concat(certificates.map(({ id }) => id)), []))
  await save(session)
}

/** The time it is, as the core takes it: RFC 3339, UTC. */
export function now(): string {
  return new Date().toISOString()
}

export const { checkTyped, collectParts, version } = core

async function open(): Promise<Session> {
  await core.init(WASM)
  const { records, unreadable } = await readRecords()
  const wallet = core.Wallet.open(records)
  return { wallet, ...loadList(wallet), ...(await loadPublished(wallet, now())), problems: unreadable.concat(wallet.problems()) }
}

function loadList(wallet: Wallet): Pick<Session, 'list' | 'listRefused'> {
  if (!trust) return { list: null, listRefused: [] }
  try {
    return { list: wallet.loadTrust(fromBase64(trust.bundle), trust.root, now()), listRefused: [] }
  } catch (failure) {
    return { list: null, listRefused: reasonsOf(failure) }
  }
}

/** The reasons behind anything that was thrown. */
export function reasonsOf(failure: unknown): Reason[] {
  // both modules of the core have this shape, each with a class of its own
  const { reasons, code, detail, message, errMsg } = failure as Partial<HealthpassError> & { detail?: string; errMsg?: string }
  if (reasons && reasons.length > 0) return reasons
  return [{ code: code || 'app.unexpected', found: detail || message || errMsg || String(failure) }]
}
