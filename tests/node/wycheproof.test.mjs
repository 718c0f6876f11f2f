// Project Wycheproof against the WebAssembly builds: every case of every algorithm claimed, as natively.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { packageFile, thirdParty } from '../lib/repo.mjs'

const [ES256, ES384, ES512, PS256, PS512] = [-7, -35, -36, -37, -39]

/**
 * File, COSE algorithm, and how it is read: `der` gives the bytes of r and of s when signatures are DER and are
 * rewritten; `foreign` the cases that hold in a file whose parameters are not the algorithm's.
 */
const SUITES = [
  ['ecdsa_secp256r1_sha256_p1363_test', ES256, {}],
  ['ecdsa_secp256r1_sha512_p1363_test', ES512, {}],
  ['ecdsa_secp384r1_sha256_test', ES256, { der: 48 }],
  ['ecdsa_secp384r1_sha384_p1363_test', ES384, {}],
  ['ecdsa_secp384r1_sha512_p1363_test', ES512, {}],
  ['rsa_pss_2048_sha256_mgf1_32_test', PS256, {}],
  ['rsa_pss_3072_sha256_mgf1_32_test', PS256, {}],
  ['rsa_pss_4096_sha256_mgf1_32_test', PS256, {}],
  ['rsa_pss_4096_sha512_mgf1_64_test', PS512, {}],
  ['rsa_pss_2048_sha256_mgf1_0_test', PS256, { foreign: [69] }],
  ['rsa_pss_4096_sha512_mgf1_32_test', PS512, { foreign: [] }],
  ['rsa_signature_2048_sha256_test', PS256, { foreign: [257] }],
  ['rsa_signature_2048_sha512_test', PS512, { foreign: [258] }],
]

const bytes = (hex) => Uint8Array.from(Buffer.from(hex, 'hex'))

for (const build of ['verifier', 'wallet']) {
  test(`${build} agrees with every case`, async (context) => {
    const core = await import(pathToFileURL(packageFile(`node/${build}.js`)).href)
    if (!core.verifySignature) {
      console.error(`SKIPPED: healthpass/${build} has no verifySignature`)
      return context.skip('no verifySignature')
    }
    await core.init()
    for (const [name, algorithm, reading] of SUITES) {
      const file = thirdParty(`wycheproof/${name}.json`)
      if (!file) return context.skip('vectors not found')
      await context.test(name, () => run(core, JSON.parse(fs.readFileSync(file, 'utf8')), algorithm, reading))
    }
  })
}

function run(core, { testGroups }, algorithm, { der, foreign }) {
  const disagreements = []
  let [asked, valid] = [0, 0]
  for (const { publicKeyDer, tests } of testGroups) {
    const key = bytes(publicKeyDer)
    for (const { tcId, msg, sig, result, comment } of tests) {
      assert.ok(foreign || result === 'valid' || result === 'invalid', `tcId ${tcId} is ${result}`)
      const signature = der ? fixed(bytes(sig), der) : bytes(sig)
      if (!signature) {
        assert.equal(result, 'invalid', `tcId ${tcId} is DER but cannot be read`)
        continue
      }
      const expected = foreign ? foreign.includes(tcId) : result === 'valid'
      asked += 1
      valid += Number(expected)
      if (core.verifySignature(key, algorithm, bytes(msg), signature) !== expected) disagreements.push(`${tcId} (${comment})`)
    }
  }
  assert.deepEqual(disagreements, [])
  assert.ok(asked > 50)
  assert.ok(foreign ? valid === foreign.length : valid > 50)
}

/** r || s of an ECDSA-Sig-Value in strict DER (RFC 3279 section 2.2.3); null when it is not one. */
function fixed(signature, length) {
  if (signature[0] !== 0x30) return null
  const content = contentOf(signature, 0)
  if (!content || content.end !== signature.length) return null
  const r = numberOf(signature, content.start, length)
  const s = r && numberOf(signature, r.end, length)
  return s && s.end === signature.length ? Uint8Array.from([...r.bytes, ...s.bytes]) : null
}

function contentOf(all, at) {
  const first = all[at + 1]
  if (first < 0x80) return { start: at + 2, end: at + 2 + first }
  return first === 0x81 && all[at + 2] >= 0x80 ? { start: at + 3, end: at + 3 + all[at + 2] } : null
}

/** A positive INTEGER in as few bytes as it needs, padded to `length`. */
function numberOf(all, at, length) {
  const content = all[at] === 0x02 ? contentOf(all, at) : null
  if (!content || content.start === content.end || content.end > all.length) return null
  let bytes = all.subarray(content.start, content.end)
  if (bytes[0] >= 0x80 || (bytes.length > 1 && bytes[0] === 0 && bytes[1] < 0x80)) return null
  if (bytes[0] === 0) bytes = bytes.subarray(1)
  return bytes.length > length ? null : { bytes: [...new Uint8Array(length - bytes.length), ...bytes], end: content.end }
}
