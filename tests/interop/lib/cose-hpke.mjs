// COSE-HPKE, draft-ietf-cose-hpke-27, over @hpke/core and WebCrypto: one recipient, or several.
import { Aes128Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core'
import { DhkemX25519HkdfSha256 } from '@hpke/dhkem-x25519'
import { Tag } from 'cbor2'
import { webcrypto } from 'node:crypto'
import { ENCRYPT, ENCRYPT0, HEADER, headers, members, read, write } from './cose.mjs'

const { subtle } = webcrypto
const EMPTY = new Uint8Array()
const A128GCM = 1

const suite = (kem) => new CipherSuite({ kem, kdf: new HkdfSha256(), aead: new Aes128Gcm() })
const SUITES = { P256: suite(new DhkemP256HkdfSha256()), X25519: suite(new DhkemX25519HkdfSha256()) }

/** Table of section 4: HPKE-0 and HPKE-3, and with `-KE` for each recipient of several. */
export const ALGORITHM = { alone: { P256: 35, X25519: 41 }, among: { P256: 46, X25519: 49 } }

const kemOf = (mode, number) => Object.keys(ALGORITHM[mode]).find((kem) => ALGORITHM[mode][kem] === number)

/** A key pair to be sealed to, from its secret bytes or new. `{ kem, secret, raw }`, `raw` the public bytes. */
export async function sealingKey(kem, secret) {
  const { kem: maths } = SUITES[kem]
  if (!secret) {
    const pair = await maths.generateKeyPair()
    return { kem, secret: pair.privateKey, raw: new Uint8Array(await maths.serializePublicKey(pair.publicKey)) }
  }
  return { kem, secret: await maths.importKey('raw', secret, false) }
}

const context = (name, wrapped, external) => write([name, wrapped, external])

const recipientStructure = (contentAlgorithm, wrapped) => write(['HPKE Recipient', contentAlgorithm, wrapped, EMPTY])

/** `psk_id` counts only where it is protected, and must stand nowhere else. */
function secretOf(protectedHeaders, open, psk) {
  if (open.has(HEADER.pskId)) throw new Error('psk_id is not protected')
  const id = protectedHeaders.get(HEADER.pskId)
  if (id === undefined) return undefined
  const key = psk?.(id)
  if (!key) throw new Error('a shared secret is needed')
  return { id, key }
}

async function hpkeOpen(key, mode, { wrapped, open, ciphertext }, { info, aad, psk }) {
  const inside = headers(wrapped)
  if (kemOf(mode, inside.get(HEADER.alg)) !== key.kem) throw new Error('the algorithm is not the key’s')
  const parameters = { recipientKey: key.secret, enc: open.get(HEADER.ek), info, psk: secretOf(inside, open, psk) }
  return new Uint8Array(await SUITES[key.kem].open(parameters, ciphertext, aad))
}

/**
 * Opens a COSE_Encrypt0 or COSE_Encrypt.
 * @param {Uint8Array} bytes
 * @param {(kid: Uint8Array) => object | undefined} keyOf the sealing key of this name, if it is had
 * @param {{ psk?: (id: Uint8Array) => Uint8Array, external?: Uint8Array }} [options]
 */
export async function unseal(bytes, keyOf, { psk, external = EMPTY } = {}) {
  const item = read(bytes)
  return item.tag === ENCRYPT ? unsealAmong(item, keyOf, psk, external) : unsealAlone(item, keyOf, psk, external)
}

async function unsealAlone(item, keyOf, psk, external) {
  const [wrapped, open, ciphertext] = members(item, ENCRYPT0, 3)
  const key = keyOf(open.get(HEADER.kid) ?? headers(wrapped).get(HEADER.kid))
  if (!key) throw new Error('sealed to others')
  const aad = context('Encrypt0', wrapped, external)
  return hpkeOpen(key, 'alone', { wrapped, open, ciphertext }, { info: EMPTY, aad, psk })
}

async function unsealAmong(item, keyOf, psk, external) {
  const [wrapped, open, ciphertext, recipients] = members(item, ENCRYPT, 4)
  const algorithm = headers(wrapped).get(HEADER.alg)
  if (algorithm !== A128GCM) throw new Error('the content is not A128GCM')
  for (const recipient of recipients) {
    const [names, openNames, wrappedKey] = members(recipient, undefined, 3)
    const key = keyOf(headers(names).get(HEADER.kid) ?? openNames.get(HEADER.kid))
    if (!key) continue
    const layer = { wrapped: names, open: openNames, ciphertext: wrappedKey }
    const contentKey = await hpkeOpen(key, 'among', layer, { info: recipientStructure(algorithm, names), aad: EMPTY, psk })
    return aes('decrypt', contentKey, open.get(HEADER.iv), context('Encrypt', wrapped, external), ciphertext)
  }
  throw new Error('sealed to others')
}

async function aes(what, key, iv, additionalData, data) {
  const imported = await subtle.importKey('raw', key, 'AES-GCM', false, [what])
  return new Uint8Array(await subtle[what]({ name: 'AES-GCM', iv, additionalData }, imported, data))
}

/** Sealed to one: `{ kem, raw, kid }`, with `psk` as `{ id, key }`. */
export async function sealAlone(content, to, psk) {
  const wrapped = write(new Map([[HEADER.alg, ALGORITHM.alone[to.kem]], ...(psk ? [[HEADER.pskId, psk.id]] : [])]))
  const { enc, ct } = await hpkeSeal(to, psk, EMPTY, context('Encrypt0', wrapped, EMPTY), content)
  return write(new Tag(ENCRYPT0, [wrapped, new Map([[HEADER.kid, to.kid], [HEADER.ek, enc]]), ct]))
}

/** Sealed to each of several; any one of them opens it. */
export async function sealAmong(content, recipients, psk) {
  const contentKey = webcrypto.getRandomValues(new Uint8Array(16))
  const iv = webcrypto.getRandomValues(new Uint8Array(12))
  const wrapped = write(new Map([[HEADER.alg, A128GCM]]))
  const layers = []
  for (const to of recipients) {
    const named = [[HEADER.alg, ALGORITHM.among[to.kem]], [HEADER.kid, to.kid], ...(psk ? [[HEADER.pskId, psk.id]] : [])]
    const names = write(new Map(named))
    const { enc, ct } = await hpkeSeal(to, psk, recipientStructure(A128GCM, names), EMPTY, contentKey)
    layers.push([names, new Map([[HEADER.ek, enc]]), ct])
  }
  const ciphertext = await aes('encrypt', contentKey, iv, context('Encrypt', wrapped, EMPTY), content)
  return write(new Tag(ENCRYPT, [wrapped, new Map([[HEADER.iv, iv]]), ciphertext, layers]))
}

async function hpkeSeal(to, psk, info, aad, content) {
  const { kem } = SUITES[to.kem]
  const recipientPublicKey = await kem.deserializePublicKey(to.raw)
  const { enc, ct } = await SUITES[to.kem].seal({ recipientPublicKey, info, psk }, content, aad)
  return { enc: new Uint8Array(enc), ct: new Uint8Array(ct) }
}
