/** The few things kept on the device; none of them is about a person. Keys are kept as their files are: under a passphrase. */
type Name = 'language' | 'sound' | 'place' | 'keys' | 'lock' | 'trip' | 'ages' | 'revocation' | 'seen'

const PREFIX = 'healthpass.'

export function kept(name: Name): string | null {
  try {
    return localStorage.getItem(PREFIX + name)
  } catch {
    // storage may be switched off; the page works without
    return null
  }
}

export function keep(name: Name, value: string): void {
  try {
    localStorage.setItem(PREFIX + name, value)
  } catch {
    // see above
  }
}

export function forget(name: Name): void {
  try {
    localStorage.removeItem(PREFIX + name)
  } catch {
    // see above
  }
}
