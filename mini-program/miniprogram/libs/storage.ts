import type { StorageProblem, StoredChange, StoredRecord } from '../core/healthpass'

/**
 * The wallet's records in the phone's storage, encrypted at rest by WeChat, each under a key of its own:
 * one damaged record loses nothing else. The index names them all. It is written before a new record and
 * after a removal, so that an interruption leaves at worst a name without a record, never the reverse.
 */
const ROOT = 'healthpass/'
const RECORD = `${ROOT}record/`
const INDEX = `${ROOT}index`

/** A change that could not be written; it stays waiting and goes out with the next attempt. */
export class StorageError extends Error {
  readonly code = 'storage.write'
  constructor(readonly detail: string) {
    super(`storage.write: ${detail}`)
    this.name = 'StorageError'
  }
}

export interface Stored {
  records: StoredRecord[]
  /** Records that storage names but cannot give. */
  unreadable: StorageProblem[]
}

let known = new Set<string>()
const waiting = new Map<string, string | null>()
let writing: Promise<void> = Promise.resolve()

export async function readRecords(): Promise<Stored> {
  const stored: Stored = { records: [], unreadable: [] }
  known = new Set(await readIndex(stored))
  await Promise.all([...known].map((key) => readRecord(key, stored)))
  return stored
}

/** Writes the wallet's changes, and whatever an earlier attempt left. Throws a `StorageError`. */
export function writeChanges(changes: StoredChange[]): Promise<void> {
  for (const { key, value } of changes) waiting.set(key, value)
  writing = writing.catch(() => undefined).then(flush)
  return writing
}

/** How many changes live only in memory. */
export function unwritten(): number {
  return waiting.size
}

/** Removes every record, damaged ones too, and the index. */
export async function eraseRecords(): Promise<void> {
  waiting.clear()
  await writing.catch(() => undefined)
  const { keys } = await wx.getStorageInfo()
  const recorded = new Set([...known].map((key) => RECORD + key).concat(keys.filter(isRecord)))
  for (const key of recorded) await attempt(wx.removeStorage({ key }))
  await attempt(wx.removeStorage({ key: INDEX }))
  known.clear()
}

async function readIndex(stored: Stored): Promise<string[]> {
  try {
    const { data } = await wx.getStorage<string[]>({ key: INDEX, encrypt: true })
    if (Array.isArray(data)) return data
  } catch (failure) {
    if (isMissing(failure)) return []
  }
  stored.unreadable.push({ key: INDEX, code: 'storage.unreadable' })
  const { keys } = await wx.getStorageInfo()
  return keys.filter(isRecord).map((key) => key.slice(RECORD.length))
}

async function readRecord(key: string, stored: Stored): Promise<void> {
  try {
    const { data } = await wx.getStorage<string>({ key: RECORD + key, encrypt: true })
    stored.records.push({ key, value: String(data) })
  } catch (failure) {
    // a name without a record is a removal that was interrupted
    if (isMissing(failure)) known.delete(key)
    else stored.unreadable.push({ key, code: 'storage.unreadable' })
  }
}

async function flush(): Promise<void> {
  let failed: StorageError | undefined
  for (const [key, value] of [...waiting]) {
    try {
      await (value === null ? remove(key) : put(key, value))
      if (waiting.get(key) === value) waiting.delete(key)
    } catch (failure) {
      failed = failed || new StorageError(messageOf(failure))
    }
  }
  if (failed) throw failed
}

async function put(key: string, value: string): Promise<void> {
  if (!known.has(key)) await writeIndex([...known, key])
  known.add(key)
  await wx.setStorage({ key: RECORD + key, data: value, encrypt: true })
}

async function remove(key: string): Promise<void> {
  if (!known.has(key)) return
  await attempt(wx.removeStorage({ key: RECORD + key }))
  await writeIndex([...known].filter((other) => other !== key))
  known.delete(key)
}

async function writeIndex(keys: string[]): Promise<void> {
  await wx.setStorage({ key: INDEX, data: keys, encrypt: true })
}

/** Removing what is not there is no failure. */
async function attempt(removal: Promise<unknown>): Promise<void> {
  try {
    await removal
  } catch (failure) {
    if (!isMissing(failure)) throw new StorageError(messageOf(failure))
  }
}

const isRecord = (key: string) => key.startsWith(RECORD)

function isMissing(failure: unknown): boolean {
  return /not found/i.test(messageOf(failure))
}

function messageOf(failure: unknown): string {
  const { errMsg, message } = failure as { errMsg?: string; message?: string }
  return errMsg || message || String(failure)
}
