/** Names of antigen test devices. The core knows their numbers only; the names come after the first answer can be given. */
import type { Coded } from 'healthpass/verifier'

let names: Readonly<Record<string, string>> = {}

/** Fetches the names; without them a device shows its number. */
export async function loadDevices(): Promise<void> {
  try {
    names = (await import('healthpass/text/devices.json')).default
  } catch {
    // the number stands
  }
}

export function deviceName(coded: Coded): string | undefined {
  return coded.system === 'eu' ? names[coded.code] : undefined
}
