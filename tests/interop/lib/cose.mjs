// COSE_Sign1 and COSE_Key (RFC 9052, 9053) over cbor2 and WebCrypto. Nothing here is shared with the product.
import { decode, encode, Tag } from 'cbor2'
import { registerEncoder } from 'cbor2/encoder'
import { ECDH, webcrypto } from 'node:crypto'

const { subtle } = webcrypto

// a Buffer is a byte string too, not a thing of its own
registerEncoder(Buffer, (buffer) => [Number.NaN, Uint8Array.from(buffer)])

export const SIGN1 = 18
export const ENCRYPT0 = 16
export const ENCRYPT = 96

/** Header parameters and claims by their names. */
export const HEADER = { alg: 1, kid: 4, iv: 5, kcwt: 13, typ: 16, sdClaims: 17, sdAlg: 170, ek: -4, pskId: -5 }
export const CLAIM = { iss: 1, sub: 2, aud: 3, exp: 4, iat: 6, cnf: 8, cnonce: 39 }

const SIGNATURES = new Map([
  [-7, { namedCurve: 'P-256', hash: 'SHA-256' }],
  [-35, { namedCurve: 'P-384', hash: 'SHA-384' }],
])
const CURVES = new Map([
  [1, { namedCurve: 'P-256', openssl: 'prime256v1' }],
  [2, { namedCurve: 'P-384', openssl: 'secp384r1' }],
])

/** One item of CBOR: maps as `Map`, byte strings as `Uint8Array`, definite lengths and no key twice. */
export const read = (bytes) =>
  decode(bytes, { preferMap: true, rejectStreaming: true, rejectDuplicateKeys: true, ignoreGlobalTags: true })

export const write = (value) => encode(value)

/** The four members of a message with this tag; the tag may be missing where the standard lets it. */
export function members(item, tag, count) {
  if (item instanceof Tag && item.tag !== tag) throw new Error(`tag ${item.tag} where ${tag} stands`)
  const list = item instanceof Tag ? item.contents : item
  if (!Array.isArray(list) || list.length !== count) throw new Error(`no array of ${count}`)
  return list
}

/** Protected headers: an empty string is an empty map. */
export const headers = (bytes) => (bytes.length === 0 ? new Map() : read(bytes))

/** Reads a COSE_Sign1 without believing it. */
export function sign1(item) {
  const [wrapped, open, payload, signature] = members(item, SIGN1, 4)
  return { wrapped, protected: headers(wrapped), open, payload, signature }
}

const toBeSigned = ({ wrapped, payload }) => write(['Signature1', wrapped, new Uint8Array(), payload])

/** Whether `signature`, r and s one after the other, is by `key`, a WebCrypto public key. */
export function verifies(key, signature, signed) {
  const algorithm = [...SIGNATURES.values()].find(({ namedCurve }) => namedCurve === key.algorithm.namedCurve)
  return subtle.verify({ name: 'ECDSA', ...algorithm }, key, signature, signed)
}

/** Throws unless the signature of `message` is by `key`. */
export async function verify(message, key) {
  const algorithm = SIGNATURES.get(message.protected.get(HEADER.alg))
  if (algorithm?.namedCurve !== key.algorithm.namedCurve) throw new Error('the algorithm is not the key’s')
  if (!(await verifies(key, message.signature, toBeSigned(message)))) throw new Error('the signature is not by this key')
}

/** A signed message as the array to be tagged 18. */
export async function sign(key, protectedHeaders, open, payload) {
  const wrapped = write(protectedHeaders)
  const algorithm = { name: 'ECDSA', ...SIGNATURES.get(protectedHeaders.get(HEADER.alg)) }
  const signature = await subtle.sign(algorithm, key, toBeSigned({ wrapped, payload }))
  return new Tag(SIGN1, [wrapped, open, payload, new Uint8Array(signature)])
}

/** The public key in a COSE_Key of kind EC2, its second coordinate whole or by its sign. */
export function publicKey(coseKey) {
  const curve = CURVES.get(coseKey.get(-1))
  if (coseKey.get(1) !== 2 || !curve) throw new Error('not an EC2 key of a known curve')
  const [x, y] = [coseKey.get(-2), coseKey.get(-3)]
  const whole = typeof y === 'boolean' ? [y ? 3 : 2, ...x] : [4, ...x, ...y]
  const point = ECDH.convertKey(Buffer.from(whole), curve.openssl, undefined, undefined, 'uncompressed')
  return subtle.importKey('raw', point, { name: 'ECDSA', namedCurve: curve.namedCurve }, true, ['verify'])
}

/** A new key to sign with, and its public half as a COSE_Key with its second coordinate by its sign. */
export async function signingKey() {
  const pair = await subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
  const point = new Uint8Array(await subtle.exportKey('raw', pair.publicKey))
  const coseKey = new Map([[1, 2], [-1, 1], [-2, point.slice(1, 33)], [-3, (point[64] & 1) === 1]])
  return { secret: pair.privateKey, public: pair.publicKey, coseKey }
}
