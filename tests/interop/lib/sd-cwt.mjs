// SD-CWT, draft-ietf-spice-sd-cwt-08: digests in place of claims, and the claims put back where they are disclosed.
import { Simple, Tag } from 'cbor2'
import { createHash, randomBytes } from 'node:crypto'
import { read, write } from './cose.mjs'

/** What stands in for map members is listed under this key; what stands in for an element carries this tag. */
const REDACTED_KEYS = 59
const REDACTED_ELEMENT = 60
const SALT = 16

/**
 * SHA-256 of the disclosure as the encoded byte string it is in `sd_claims`, head and all. Every signed example of
 * the draft and its reference program do so; figure 8, which hashes what is inside, agrees with none of them.
 */
const digest = (disclosure) => createHash('sha256').update(write(disclosure)).digest()
const isRedactedKeys = (key) => key instanceof Simple && key.value === REDACTED_KEYS

/**
 * The claims with every disclosed one back in its place and every other digest gone.
 * @param {Map} payload
 * @param {Uint8Array[]} disclosures
 * @returns {{ claims: Map, withheld: number }}
 */
export function reveal(payload, disclosures) {
  const left = new Map(disclosures.map((bytes) => [digest(bytes).toString('hex'), read(bytes)]))
  if (left.size !== disclosures.length) throw new Error('a disclosure twice')
  const state = { left, seen: new Set(), withheld: 0 }
  const claims = revealed(payload, state)
  if (left.size > 0) throw new Error('a disclosure of nothing that is redacted')
  return { claims, withheld: state.withheld }
}

function revealed(value, state) {
  if (value instanceof Map) return revealedMap(value, state)
  if (Array.isArray(value)) return value.flatMap((element) => revealedElement(element, state))
  return value
}

function revealedMap(map, state) {
  const open = [...map].filter(([key]) => !isRedactedKeys(key))
  const result = new Map(open.map(([key, value]) => [key, revealed(value, state)]))
  for (const [key, digests] of map) {
    if (!isRedactedKeys(key)) continue
    for (const entry of digests) {
      const disclosed = take(entry, state, 3)
      if (!disclosed) continue
      const [, value, name] = disclosed
      if (result.has(name)) throw new Error(`${name} is disclosed where it stands already`)
      result.set(name, revealed(value, state))
    }
  }
  return result
}

function revealedElement(element, state) {
  if (!(element instanceof Tag) || element.tag !== REDACTED_ELEMENT) return [revealed(element, state)]
  const disclosed = take(element.contents, state, 2)
  return disclosed ? [revealed(disclosed[1], state)] : []
}

/** The disclosure of this digest, or nothing when it is withheld or a decoy. */
function take(entry, state, count) {
  const name = Buffer.from(entry).toString('hex')
  if (state.seen.has(name)) throw new Error('a digest twice')
  state.seen.add(name)
  const disclosure = state.left.get(name)
  state.left.delete(name)
  if (!disclosure) {
    state.withheld += 1
    return undefined
  }
  if (disclosure[0].length !== SALT) throw new Error('a salt of another length')
  if (disclosure.length === 1) return undefined
  if (disclosure.length !== count) throw new Error('a disclosure for another place')
  return disclosure
}

/** Collects disclosures while a payload is built: `member` for maps, `element` for arrays. */
export class Redactions {
  disclosures = []

  #redact(parts) {
    const bytes = write([new Uint8Array(randomBytes(SALT)), ...parts])
    this.disclosures.push(bytes)
    return new Uint8Array(digest(bytes))
  }

  /** `map` with the members of these names redacted. */
  members(map, names) {
    const digests = names.filter((name) => map.has(name)).map((name) => this.#redact([map.get(name), name]))
    const open = [...map].filter(([name]) => !names.includes(name))
    return new Map(digests.length > 0 ? [...open, [new Simple(REDACTED_KEYS), digests]] : open)
  }

  /** What stands in an array for this element. */
  element(value) {
    return new Tag(REDACTED_ELEMENT, this.#redact([value]))
  }

  /** What stands in an array for nothing. */
  decoy() {
    return new Tag(REDACTED_ELEMENT, this.#redact([]))
  }
}
