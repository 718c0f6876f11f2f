// The independent reader against what the drafts publish, so that it is known to be right before it judges our codes.
import assert from 'node:assert/strict'
import { createPrivateKey, createPublicKey, webcrypto } from 'node:crypto'
import fs from 'node:fs'
import { test } from 'node:test'
import { argon2id } from 'hash-wasm'
import { thirdParty } from '../lib/repo.mjs'
import { CLAIM, HEADER, publicKey, read, sign1, signingKey, verify } from './lib/cose.mjs'
import { sealAlone, sealAmong, sealingKey, unseal } from './lib/cose-hpke.mjs'
import { commitment, issue } from './lib/presentation.mjs'
import { Redactions, reveal } from './lib/sd-cwt.mjs'

const hex = (text) => Uint8Array.from(Buffer.from(text.replaceAll(/\s/g, ''), 'hex'))
const ascii = (bytes) => Buffer.from(bytes).toString('latin1')

/** draft-ietf-cose-hpke-27, sections 5.1 and 5.2; the content there ends its line. */
const CONTENT = 'This is the content.\n'
const ALONE = {
  kem: 'P256',
  secret: 'eca39300147c91a2a65d17e00ea278b57a14178245bf5686d9a404cca1816b8e',
  sealed: `d08344a1011823a20443626f622358410457229bdd99407b384a9e59fa15
    53224d58b106e9ebebdaa06d2126bd96757674847669966ecb0dcdf21af5
    623f19f0b799b0cddf3ee930b739dd474f6282de0158253f3c1595e9d252
    e816215a9ce73f47ba4b57acb06ecc39ca5a03a14108bbe7807af5688d61`,
}
const AMONG = {
  kem: 'P256',
  secret: 'b1162c568efcba91c8e4e82f66e36b45aa10bc55228cf65ecd3bb29cfb09f989',
  sealed: `d8608443a10101a1055089115f10ecc1c7fd834442cb87929bc15825534d
    b92f5366e3cadd096774a9576bb8d8867e75ea38c329ecfc7b8793c5a4ae
    9603e5b0b6818349a201182e0443626f62a12358410417cd85837981ddb1
    4963061ab5fb7308988eb922f87cf6cf6ef83556f7657922c9815947e41b
    9bc932e48c6f1c4677d9a5506a30d694587628b5193a4cde2f3f58204b50
    8a340e463c317f4e62fb8d08c887cac4788087ad022562d05855a50ca4a0`,
}

/** Appendix C: without and with `external-aad`, and with the shared secret. */
const PAYLOAD = 'hpke test payload'
const PSK = {
  id: 'Ennyn Durin aran Moria',
  key: '0247fd33b913760fa1fa51e1892d9f307fbe65eb171e8132c2af18555a738b82',
}
const X25519_AMONG = {
  kem: 'X25519',
  secret: '60cb9ff63744acdac02a48527dfc2810fc49bc1223a240d870fa2d668c891155',
  sealed: `d8608443a10101a1055057c9f2b6225deca6982d8f501953628a582168e4b863ae09
    e0179dfe7368d92c0e998ba891791004ac55f05b81fca899dcb975818353a2011831
    044d626f622d68706b655f335f6b65a123582071075e8a1b304ef9edbc2936f6e5be
    4ac2e4e7ad59ad37d748fb580bb5fc5c5858205b3704e4c7fd8f05c51fde7f159e70
    1aeba21c55b82dec0e42b9bf9a6a9634c4`,
}
const X25519_AMONG_EXTERNAL = {
  ...X25519_AMONG,
  sealed: `d8608443a10101a105508c0eca59bd53bffe5ef3b539c4ea5d6b5821e60895c561cf
    c588bbd124dbdab7bd2a19590f93e712f6bb3f745c6c8912366ce2818353a2011831
    044d626f622d68706b655f335f6b65a1235820a141613c5ce54168fc1b9d76a4a28b
    6461c8b65a14220086c3da2704ca0406695820bdd73f84ffb4d11d4d92391dbb34fa
    8db2ee4f81299203f529f98ce52e49de86`,
}
const X25519_PSK = {
  kem: 'X25519',
  secret: 'f0b8ece6e3938430f36798eeea8206d0ac5e0577349ad63843cbbb63bc90b849',
  sealed: `d083581ca20118292456456e6e796e20447572696e206172616e204d6f726961a204
    4e626f622d68706b655f332d696e74235820108597ab12b01fa48c04f122eb9aacbe
    cccd0d3fb876cde3460a3aebf2ca712958217bd15efc2d505abdf10216048a586189
    1b848f57578c2d2144602f623055c807f3`,
}
const P256_AMONG_PSK = {
  kem: 'P256',
  secret: 'e8de39325f3c0be02442076c470a46bca742de9bc2be453ec1dc049dda1f6ca3',
  sealed: `d8608443a10101a1054c3dbf02ad2a8cd300035a7f515821b91b343a050b5b839a60
    f7d903f1b9c851e4a8e6df03b0ae05db0d33674fb635498183581ca201182e245645
    6e6e796e20447572696e206172616e204d6f726961a2044d626f622d68706b655f30
    5f6b6523584104c6022db2bfc09def2e95b94f2dc917fe2c27cf202ad3860e6bda82
    9b64f8b68c53b06b211dd166dfb7491ef6f45ad6db9003af5fbc4747074364c386c9
    7dafc258202e54e91afca5ddb92636072b373ed2921942cd497d7ec8c611fdc9824b
    41d738`,
}

const psk = (id) => (ascii(id) === PSK.id ? hex(PSK.key) : undefined)

async function opened({ kem, secret, sealed }, options) {
  const key = await sealingKey(kem, hex(secret))
  return ascii(await unseal(hex(sealed), () => key, options))
}

for (const [name, example, expected, options] of [
  ['HPKE-0, section 5.1', ALONE, CONTENT],
  ['HPKE-0-KE, section 5.2', AMONG, CONTENT],
  ['HPKE-3-KE', X25519_AMONG, PAYLOAD],
  ['HPKE-3-KE with external data', X25519_AMONG_EXTERNAL, PAYLOAD, { external: Buffer.from('external-aad') }],
  ['HPKE-3 with a shared secret', X25519_PSK, PAYLOAD, { psk }],
  ['HPKE-0-KE with a shared secret', P256_AMONG_PSK, PAYLOAD, { psk }],
]) {
  test(`COSE-HPKE: ${name}`, async () => assert.equal(await opened(example, options), expected))
}

test('COSE-HPKE: without the shared secret, with another, or with external data nobody said, nothing opens', async () => {
  await assert.rejects(opened(X25519_PSK), /shared secret/)
  await assert.rejects(opened(X25519_PSK, { psk: () => new Uint8Array(32).fill(7) }))
  await assert.rejects(opened(X25519_AMONG, { external: Buffer.from('external-aad') }))
  await assert.rejects(opened(X25519_AMONG_EXTERNAL))
})

test('COSE-HPKE: what is written here opens for each recipient and no other', async () => {
  const kid = (byte) => new Uint8Array(8).fill(byte)
  const [a, b, c] = [await sealingKey('P256'), await sealingKey('X25519'), await sealingKey('P256')]
  const recipients = [{ ...a, kid: kid(1) }, { ...b, kid: kid(2) }]
  const content = Buffer.from(CONTENT)
  const shared = { id: Buffer.from(PSK.id), key: hex(PSK.key) }
  const having = (name, key) => (asked) => (asked[0] === name ? key : undefined)
  for (const secret of [undefined, shared]) {
    const both = await sealAmong(content, recipients, secret)
    assert.equal(ascii(await unseal(both, having(1, a), { psk })), CONTENT)
    assert.equal(ascii(await unseal(both, having(2, b), { psk })), CONTENT)
    await assert.rejects(unseal(both, having(3, c), { psk }), /sealed to others/)
    await assert.rejects(unseal(both, having(1, c), { psk }))
    for (const [index, key] of [a, b].entries()) {
      const one = await sealAlone(content, recipients[index], secret)
      assert.equal(ascii(await unseal(one, having(index + 1, key), { psk })), CONTENT)
    }
  }
})

test('Argon2id: a known answer of the reference implementation', async () => {
  // printf password | argon2 somesalt -id -t 2 -k 65536 -p 1 -l 32
  const tag = await argon2id({ password: 'password', salt: 'somesalt', memorySize: 65536, iterations: 2, parallelism: 1, hashLength: 32 })
  assert.equal(tag, '09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7')
})

test('a passport’s commitment: a known answer made with sha256sum', () => {
  const value = commitment(Buffer.from('0000000000000000'), { number: 'E12345678', birth: '900101', expiry: '330115' })
  assert.equal(Buffer.from(value).toString('hex'), 'be8da628665c078d8dda49d8b4c6b4be')
})

const draft = (name) => {
  const file = thirdParty(`sd-cwt/${name}`)
  return file && fs.readFileSync(file)
}

/** The issuer's public key, from the draft's private one. */
async function issuerKey() {
  const der = createPublicKey(createPrivateKey(draft('issuer_privkey.pem'))).export({ type: 'spki', format: 'der' })
  return webcrypto.subtle.importKey('spki', der, { name: 'ECDSA', namedCurve: 'P-384' }, true, ['verify'])
}

test('SD-CWT: the issued token, whole', async (context) => {
  const bytes = draft('issuer_cwt.cbor')
  if (!bytes) return context.skip('vectors not found')
  const token = sign1(read(bytes))
  await verify(token, await issuerKey())
  const { claims, withheld } = reveal(read(token.payload), token.open.get(HEADER.sdClaims))
  assert.equal(withheld, 0)
  assert.equal(claims.get(501), 'ABCD-123456')
  assert.deepEqual(claims.get(502), [1549560720, 1612560720, 1674004740])
  assert.deepEqual([...claims.get(503)], [['country', 'us'], ['region', 'ca'], ['postal_code', '94188']])
})

test('SD-CWT: the presentation, both signatures and what is withheld', async (context) => {
  const bytes = draft('kbt.cbor')
  if (!bytes) return context.skip('vectors not found')
  const binding = sign1(read(bytes))
  const token = sign1(binding.protected.get(HEADER.kcwt))
  await verify(token, await issuerKey())
  const payload = read(token.payload)
  await verify(binding, await publicKey(payload.get(CLAIM.cnf).get(1)))
  const { claims, withheld } = reveal(payload, token.open.get(HEADER.sdClaims))
  assert.equal(withheld, 2)
  assert.deepEqual(claims.get(502), [1549560720, 1674004740])
  assert.deepEqual([...claims.get(503)], [['country', 'us'], ['region', 'ca']])
  assert.equal(binding.protected.get(HEADER.typ), 294)
  assert.equal(read(binding.payload).get(CLAIM.aud), 'https://verifier.example/app')
  binding.payload[0] ^= 1
  await assert.rejects(verify(binding, await publicKey(payload.get(CLAIM.cnf).get(1))))
})

test('SD-CWT: disclosures in disclosures', async (context) => {
  const bytes = draft('nested_kbt.cbor')
  if (!bytes) return context.skip('vectors not found')
  const binding = sign1(read(bytes))
  const token = sign1(binding.protected.get(HEADER.kcwt))
  await verify(token, await issuerKey())
  const payload = read(token.payload)
  await verify(binding, await publicKey(payload.get(CLAIM.cnf).get(1)))
  const { claims } = reveal(payload, token.open.get(HEADER.sdClaims))
  const [first, second] = claims.get(504)
  assert.deepEqual([first.get(501), first.get(503).get(1), first.get(503).has(2)], ['DCBA-101777', 'us', false])
  assert.deepEqual([second.get(501), second.get(503).get(1), second.get(503).get(2)], ['ABCD-123456', 'us', 'ca'])
})

test('SD-CWT: decoys are nothing', async (context) => {
  const bytes = draft('decoy.cbor')
  if (!bytes) return context.skip('vectors not found')
  const token = sign1(read(bytes))
  const { claims, withheld } = reveal(read(token.payload), token.open.get(HEADER.sdClaims))
  assert.deepEqual([claims.get(98), claims.get(500), withheld], [['fr'], true, 0])
})

test('SD-CWT: what is written here is read here, and no disclosure fits twice or elsewhere', async () => {
  const { secret, public: key, coseKey } = await signingKey()
  const redactions = new Redactions()
  const records = [redactions.element('one'), 'two', redactions.decoy()]
  const claims = redactions.members(new Map([[CLAIM.iss, 'XA'], [CLAIM.cnf, new Map([[1, coseKey]])], [9, 'nine'], [10, records]]), [9])
  const token = sign1(await issue({ secret, kid: new Uint8Array(8) }, claims, redactions.disclosures))
  await verify(token, key)
  const payload = read(token.payload)
  const [one, decoy, nine] = redactions.disclosures
  assert.deepEqual(reveal(payload, [nine, one]).claims.get(10), ['one', 'two'])
  assert.equal(reveal(payload, [nine]).claims.get(9), 'nine')
  assert.deepEqual([reveal(payload, [decoy]).withheld, reveal(payload, [decoy]).claims.get(10)], [2, ['two']])
  assert.equal(reveal(payload, []).withheld, 3)
  assert.throws(() => reveal(payload, [nine, nine]), /twice/)
  assert.throws(() => reveal(payload, [Uint8Array.from([...nine.slice(0, -1), 11])]), /nothing that is redacted/)
})
