/**
 * The way to the desk that opens sealed codes, asks for fresh ones, and decides by rules and lists of withdrawn
 * certificates. It is loaded with the first such code, key, question or list, and not before.
 */
import type { AuthorityKey } from 'healthpass/desk'
import { language, type Language } from '../i18n'
import { fetched } from '../lists/store'
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

/** From when a list is, and until when it is stood by. */
export interface Dated {
  readonly createdAt: string
  /** Foreign lists may not say. */
  readonly expiresAt?: string
}

/** What is always on screen of rules and withdrawals: of each the list that is oldest. */
export interface Signs {
  readonly rules?: Dated
  readonly revocation?: Dated
}

/** The question that stands at this desk, in words, as the desk left it. */
interface Asked {
  readonly asks: Readonly<Record<Language, string>>
}

/** Names the lists of withdrawn certificates that came with the page. */
export const SHIPPED_REVOCATION = 'trust/revocation.json'

let shipsRevocation = false
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

/** Whether the desk is on its way: what it holds is not known yet. */
export function coming(): boolean {
  return loading !== null && !running
}

/** Looks whether lists of withdrawn certificates came with the page: codes are then judged by them. */
export async function lookForRevocation(): Promise<void> {
  const found = await fetched(SHIPPED_REVOCATION)
  shipsRevocation = found !== null && Boolean(await found.json().catch(() => null))
}

/** Whether it takes the desk to judge any code at all. */
export function decides(): boolean {
  return running?.decides() ?? Boolean(shipsRevocation || kept('revocation') || kept('trip'))
}

export function signs(): Signs {
  return parsed<Signs>(kept('ages')) ?? {}
}

/** What is asked at this desk, if anything is. */
export function asked(): string | undefined {
  return running ? running.asks() : parsed<Asked>(kept('trip'))?.asks[language()]
}

function parsed<T>(text: string | null): T | null {
  try {
    return JSON.parse(text ?? 'null') as T | null
  } catch {
    return null
  }
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
  return parsed<KeptKey[]>(kept('keys')) ?? []
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
