// The envelope of a code taken apart and put together again, to change what is inside.
import zlib from 'node:zlib'

/** RFC 9285. */
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'
const PREFIX = 'HC1:'

export function fromBase45(text) {
  const values = [...text].map((letter) => ALPHABET.indexOf(letter))
  const bytes = []
  for (let i = 0; i < values.length; i += 3) {
    const group = values.slice(i, i + 3)
    const value = group.reduce((sum, digit, place) => sum + digit * 45 ** place, 0)
    if (group.length === 3) bytes.push(value >> 8, value & 255)
    else bytes.push(value)
  }
  return Buffer.from(bytes)
}

export function toBase45(bytes) {
  const digits = (value, count) => Array.from({ length: count }, (_, place) => ALPHABET[Math.floor(value / 45 ** place) % 45]).join('')
  let text = ''
  for (let i = 0; i < bytes.length; i += 2) text += i + 1 < bytes.length ? digits(bytes[i] * 256 + bytes[i + 1], 3) : digits(bytes[i], 2)
  return text
}

/** The signed bytes in a code. */
export const opened = (text) => zlib.inflateSync(fromBase45(text.slice(PREFIX.length)))

/** The same code with some signed text changed, as a forger would: well formed in every layer but the signature. */
export function forged(text, from, to) {
  const bytes = opened(text)
  const at = bytes.indexOf(from)
  if (at < 0 || from.length !== to.length) throw new Error(`the code does not hold ${from}`)
  bytes.write(to, at)
  return PREFIX + toBase45(zlib.deflateSync(bytes, { level: 9 }))
}
