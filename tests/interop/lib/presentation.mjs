// The product's presentation codes, read and written without the product: base45, zlib, COSE-HPKE, SD-CWT.
import { Tag } from 'cbor2'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import zlib from 'node:zlib'
import { argon2id } from 'hash-wasm'
import { fromBase45, toBase45 } from '../../lib/hc1.mjs'
import { root } from '../../lib/repo.mjs'
import { CLAIM, HEADER, publicKey, read, sign, SIGN1, sign1, verify, write } from './cose.mjs'
import { sealAlone, sealAmong, unseal } from './cose-hpke.mjs'
import { reveal } from './sd-cwt.mjs'

const PREFIX = 'HP1:'
const ZLIB = 0x78
const LIMIT = 64 * 1024
/** Each by its number, and as the text the drafts allow instead. */
const TYP = {
  sdCwt: [293, 'application/sd-cwt'],
  kbCwt: [294, 'application/kb+cwt'],
  attested: ['application/vnd.healthpass.attested+cwt'],
}
const BINDING = -65537
const ATTESTED = -65538
const LIFE = 120

/** What certificates repeat, agreed on beforehand (RFC 1950 section 2.2). */
export const dictionary = fs.readFileSync(path.join(root, 'crates/cert/presentation-1.dict'))

/** Bytes as they are, or unpacked when they begin as zlib does; with the dictionary where the stream asks for it. */
function unpacked(bytes) {
  return bytes[0] === ZLIB ? new Uint8Array(zlib.inflateSync(bytes, { dictionary, maxOutputLength: LIMIT })) : bytes
}

/** The ways to pack, where it makes shorter; a reader takes each. */
const ways = {
  plain: (bytes) => bytes,
  zlib: (bytes) => new Uint8Array(zlib.deflateSync(bytes, { level: 9 })),
  dictionary: (bytes) => new Uint8Array(zlib.deflateSync(bytes, { dictionary, level: 9 })),
}

function packed(bytes, way = 'dictionary') {
  const small = ways[way](bytes)
  return small.length < bytes.length ? small : bytes
}

export const fromText = (text) => {
  if (!text.startsWith(PREFIX)) throw new Error(`no ${PREFIX}`)
  return unpacked(new Uint8Array(fromBase45(text.slice(PREFIX.length))))
}

export const toText = (bytes, way) => PREFIX + toBase45(packed(bytes, way))

/** The secret in a passport: number, birth and expiry with their check digits, as printed, through Argon2id. */
export async function passportSecret(information, salt) {
  const costs = { memorySize: 19 * 1024, iterations: 2, parallelism: 1, hashLength: 32 }
  return argon2id({ password: information, salt, ...costs, outputType: 'binary' })
}

/** First byte of `psk_id`: this derivation; the salt follows. */
export const PSK_VERSION = 1
export const pskId = (salt) => new Uint8Array([PSK_VERSION, ...salt])

/** `c = SHA-256(salt || number || birth || expiry)[0..16]`. */
export function commitment(salt, { number, birth, expiry }) {
  return new Uint8Array(createHash('sha256').update(salt).update(number + birth + expiry).digest().subarray(0, 16))
}

/**
 * Reads a code to its end, throwing at the first thing that does not hold.
 * @param {string} text
 * @param {{ keyOf?: Function, information?: string, issuer: (kid: Uint8Array) => CryptoKey | undefined }} with_
 */
export async function readCode(text, { keyOf = () => undefined, information, issuer }) {
  const outer = fromText(text)
  const sealed = read(outer).tag !== SIGN1
  const psk = sealed && information ? await secretFor(outer, information) : undefined
  const bytes = sealed ? unpacked(await unseal(outer, keyOf, { psk })) : outer
  const binding = sign1(read(bytes))
  const typ = binding.protected.get(HEADER.typ)
  const body = TYP.kbCwt.includes(typ) ? await issuerBound(binding, issuer) : await deviceAttested(binding, typ)
  return { sealed, typ, ...body, ...said(read(binding.payload)) }
}

/** Argon2id is asynchronous and HPKE's callback is not: the secret is made from the salt that stands in the code. */
async function secretFor(outer, information) {
  const [wrapped, , , recipients] = read(outer).contents
  const layers = recipients ? recipients.map(([names]) => names) : [wrapped]
  const id = layers.map((layer) => read(layer).get(HEADER.pskId)).find(Boolean)
  if (!id || id[0] !== PSK_VERSION || id.length !== 17) return undefined
  const secret = await passportSecret(information, id.subarray(1))
  return () => secret
}

async function issuerBound(binding, issuer) {
  const token = sign1(binding.protected.get(HEADER.kcwt))
  if (!TYP.sdCwt.includes(token.protected.get(HEADER.typ))) throw new Error('not an SD-CWT')
  if ((token.protected.get(HEADER.sdAlg) ?? -16) !== -16) throw new Error('not SHA-256')
  const by = issuer(token.protected.get(HEADER.kid))
  if (!by) throw new Error('an issuer that is not known')
  await verify(token, by)
  const payload = read(token.payload)
  await verify(binding, await publicKey(payload.get(CLAIM.cnf).get(1)))
  const { claims, withheld } = reveal(payload, token.open.get(HEADER.sdClaims) ?? [])
  return { bound: 'issuer', claims, withheld }
}

async function deviceAttested(binding, typ) {
  if (!TYP.attested.includes(typ)) throw new Error(`typ ${typ}`)
  const payload = read(binding.payload)
  await verify(binding, await publicKey(payload.get(CLAIM.cnf).get(1)))
  return { bound: 'device', code: payload.get(ATTESTED) }
}

function said(payload) {
  const [level, outcome, c, salt] = payload.get(BINDING)
  const [aud, iat, exp, cnonce] = [CLAIM.aud, CLAIM.iat, CLAIM.exp, CLAIM.cnonce].map((name) => payload.get(name))
  return { aud, iat, exp, cnonce, level, outcome, c, salt }
}

/** The token an issuer signs for one device key, with every disclosure. */
export async function issue({ secret, kid }, claims, disclosures) {
  const headers = new Map([[HEADER.alg, -7], [HEADER.kid, kid], [HEADER.typ, TYP.sdCwt[0]], [HEADER.sdAlg, -16]])
  const open = new Map(disclosures.length > 0 ? [[HEADER.sdClaims, disclosures]] : [])
  return sign(secret, headers, open, write(claims))
}

/** The same token with some of its disclosures. */
export function chosen(token, disclosures) {
  const [wrapped, , payload, signature] = token.contents
  return new Tag(SIGN1, [wrapped, new Map(disclosures.length > 0 ? [[HEADER.sdClaims, disclosures]] : []), payload, signature])
}

/** What the device says beside a token or a code: to whom, when, how firmly bound, to which passport. */
export function statement({ aud = 'anyone', iat, cnonce, level, outcome, passport, salt }, more = []) {
  const binding = [level, outcome, commitment(salt, passport), salt]
  const nonce = cnonce ? [[CLAIM.cnonce, cnonce]] : []
  return new Map([[CLAIM.aud, aud], [CLAIM.exp, iat + LIFE], [CLAIM.iat, iat], ...nonce, [BINDING, binding], ...more])
}

/** A key binding token around an issued token. */
export const bindToken = (device, token, payload) =>
  sign(device.secret, new Map([[HEADER.alg, -7], [HEADER.kcwt, token], [HEADER.typ, TYP.kbCwt[0]]]), new Map(), write(payload))

/** The same around somebody else's code, which names no device: `code` is its COSE bytes or its text. */
export const attest = (device, code, said_) =>
  sign(
    device.secret,
    new Map([[HEADER.alg, -7], [HEADER.typ, TYP.attested[0]]]),
    new Map(),
    write(statement(said_, [[CLAIM.cnf, new Map([[1, device.coseKey]])], [ATTESTED, code]])),
  )

/** The audience that says whom a code is sealed to. */
export const audience = (recipients) => `seal:${recipients.map(({ kid }) => Buffer.from(kid).toString('hex')).join('+')}`

/** The text of a signed statement, open or sealed to one or two, packed one of the ways. */
export async function toCode(signed, { recipients = [], psk, way } = {}) {
  const bytes = write(signed)
  if (recipients.length === 0) return toText(bytes, way)
  const content = packed(bytes, way)
  return toText(recipients.length === 1 ? await sealAlone(content, recipients[0], psk) : await sealAmong(content, recipients, psk))
}
