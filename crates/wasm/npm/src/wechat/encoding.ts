/**
 * UTF-8 for engines that have neither `TextEncoder` nor `TextDecoder`; only what the bindings use.
 * `build.mjs` puts these in place of the globals.
 */

/** Code units handed to one `fromCharCode` call; engines limit the number of arguments. */
const CHUNK = 4096

export class TextEncoder {
  encode(text: string): Uint8Array {
    const bytes = new Uint8Array(text.length * 3)
    return bytes.slice(0, this.encodeInto(text, bytes).written)
  }

  encodeInto(text: string, target: Uint8Array): { read: number; written: number } {
    let read = 0
    let written = 0
    while (read < text.length) {
      const whole = text.codePointAt(read) as number
      const point = whole >= 0xd800 && whole <= 0xdfff ? 0xfffd : whole
      const size = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
      if (written + size > target.length) break
      write(point, size, target, written)
      written += size
      read += size === 4 ? 2 : 1
    }
    return { read, written }
  }
}

/** Lead byte marks by length of the sequence. */
const LEAD = [0, 0, 0xc0, 0xe0, 0xf0]

function write(point: number, size: number, target: Uint8Array, at: number): void {
  let rest = point
  for (let i = size - 1; i > 0; i -= 1) {
    target[at + i] = 0x80 | (rest & 0x3f)
    rest >>= 6
  }
  target[at] = (LEAD[size] as number) | rest
}

/** The core's strings are valid UTF-8 by construction, so nothing has to be repaired here. */
export class TextDecoder {
  decode(bytes?: Uint8Array): string {
    if (!bytes) return ''
    let text = ''
    let units: number[] = []
    for (let i = 0; i < bytes.length; ) {
      const [point, size] = read(bytes, i)
      i += size
      if (point > 0xffff) units.push(0xd7c0 + (point >> 10), 0xdc00 + (point & 0x3ff))
      else units.push(point)
      if (units.length >= CHUNK) {
        text += String.fromCharCode(...units)
        units = []
      }
    }
    return text + String.fromCharCode(...units)
  }
}

function read(bytes: Uint8Array, at: number): [point: number, size: number] {
  const lead = bytes[at] as number
  if (lead < 0x80) return [lead, 1]
  const size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2
  let point = lead & (0x7f >> size)
  for (let i = 1; i < size; i += 1) point = (point << 6) | ((bytes[at + i] as number) & 0x3f)
  return [point, size]
}
