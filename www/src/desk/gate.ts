/**
 * The way to the desk that opens sealed codes and asks for fresh ones. Few need it, so it is loaded with the first
 * such code, the first key, or the first question.
 */
import type { AuthorityKey } from 'healthpass/presentation'
import { kept } from '../settings'
import type { Desk, DeskEvents } from './desk'

/** How a presentation's text begins. */
const SHOWN = /^\s*HP1:/i
const KEY_FILE = /\.(pem|key|p8)$/i
const KEY_TEXT = 'PRIVATE KEY-----'

/** A key as it is kept on the device: its file, still under its passphrase, and what was known of it. */
export interface KeptKey {
  readonly pem: string
  readonly about: AuthorityKey
}

/** What is always on screen of the keys. */
export interface KeySign {
  readonly name: string
  readonly locked: boolean
}

let running: Desk | null = null
let loading: Promise<Desk> | null = null

/** The desk, once it is loaded. */
export function desk(): Desk | null {
  return running
}

/** Loads the desk; a failed load may be tried again. */
export function loadDesk(events: DeskEvents): Promise<Desk> {
  loading ??= import('./desk').then(({ start }) => start(events)).then((desk) => (running = desk), (error: unknown) => {
    loading = null
    throw error
  })
  return loading
}

export function isShown(text: string): boolean {
  return SHOWN.test(text)
}

/** Whether a file or a text is a key rather than a code. */
export function isKey(given: File | string): boolean {
  return typeof given === 'string' ? given.includes(KEY_TEXT) : KEY_FILE.test(given.name)
}

/** The keys kept on the device; none of them is open. */
export function keptKeys(): KeptKey[] {
  try {
    return JSON.parse(kept('keys') ?? '[]') as KeptKey[]
  } catch {
    return []
  }
}

/** The key in use, or that there is one to unlock. */
export function keySign(): KeySign | null {
  if (running) return running.sign()
  const [first] = keptKeys()
  return first ? { name: nameOf(first.about), locked: true } : null
}

/** An authority's name, or its key's number where no list names it. */
export function nameOf({ name, kid }: { readonly name?: string; readonly kid: string }): string {
  return name ?? kid
}
