/**
 * Keys of authorities. Open ones are in the core's memory only; what stays here, and on the device when the officer
 * wants it, is the file as it came, under its passphrase.
 */
import type { AuthorityKey } from 'healthpass/desk'
import { now } from '../format'
import { forget, keep } from '../settings'
import { keptKeys, nameOf, type KeptKey, type KeySign } from './gate'
import { running } from './room'

/** One key: `open` while codes can be opened with it. */
export interface HeldKey extends KeptKey {
  readonly kept: boolean
  readonly open: boolean
}

/** No key file is larger: PKCS#8 of a curve under a passphrase takes half a kilobyte. */
export const MAX_KEY_FILE = 16 * 1024

let held: HeldKey[] = []

/** Finds the keys kept on the device, all locked. */
export function restore(): void {
  held = keptKeys().map((key) => ({ ...key, kept: true, open: false }))
}

export function keys(): readonly HeldKey[] {
  return held
}

/** What the list in use says of an open key now; of a locked one what was said last. */
export function about(key: HeldKey): AuthorityKey {
  return (key.open && running().keys(now()).find(({ kid }) => kid === key.about.kid)) || key.about
}

/** The key that comes first on screen, open ones before locked ones. */
export function sign(): KeySign | null {
  const key = held.find(({ open }) => open) ?? held[0]
  return key ? { name: nameOf(about(key)), locked: !key.open } : null
}

/** Opens a key file. Throws what the core says against file or passphrase. */
export function load(pem: string, passphrase: string, toKeep: boolean): void {
  const known = running().loadKey(pem, passphrase, now())
  const before = held.find(({ about: { kid } }) => kid === known.kid)
  const key = { pem, about: known, kept: toKeep || before?.kept === true, open: true }
  held = [key, ...held.filter((one) => one !== before)]
  save()
}

/** Opens every locked key that has this passphrase; throws when none has. */
export function unlock(passphrase: string): void {
  let fault: unknown
  for (const key of held.filter(({ open }) => !open)) {
    try {
      load(key.pem, passphrase, key.kept)
    } catch (error) {
      fault ??= error
    }
  }
  if (!held.some(({ open }) => open)) throw fault
}

/** Closes every key; each needs its passphrase again. A code that was shown before still counts as shown. */
export function lock(): void {
  running().lock()
  held = held.map((key) => ({ ...key, open: false }))
}

/** Forgets every key, the kept files too. */
export function wipe(): void {
  running().wipe()
  held = []
  save()
}

function save(): void {
  const files = held.filter((key) => key.kept).map(({ pem, about }): KeptKey => ({ pem, about }))
  if (files.length > 0) keep('keys', JSON.stringify(files))
  else forget('keys')
}
