// A verifying authority whose key file the product writes and Node.js opens.
import { createHash, createPrivateKey, createPublicKey } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { healthpass } from './certificate.mjs'
import { sealingKey } from './cose-hpke.mjs'

const passphrase = 'TEST ONLY passphrase'
const number = (text) => Buffer.from(text, 'base64url')

/** `{ kem, secret, raw, kid, pem, passphrase, about }`, `about` the file that lists it. */
export async function authority(folder, name, kem, country = 'CN') {
  const files = path.join(folder, name)
  const secret = `${files}.passphrase`
  fs.writeFileSync(secret, passphrase)
  const who = ['--name', `TEST ONLY ${name}`, '--country', country, '--at', '2026-11-01T00:00:00Z']
  healthpass('keys', 'new-authority', ...who, '--kem', kem.toLowerCase(), '--passphrase-file', secret, files)
  const pem = fs.readFileSync(`${files}.key.pem`, 'utf8')
  const key = createPrivateKey({ key: pem, passphrase })
  const { d, x, y } = key.export({ format: 'jwk' })
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' })
  return {
    ...(await sealingKey(kem, new Uint8Array(number(d)))),
    raw: new Uint8Array(y ? [4, ...number(x), ...number(y)] : number(x)),
    kid: new Uint8Array(createHash('sha256').update(spki).digest().subarray(0, 8)),
    pem,
    passphrase,
    about: `${files}.authority.json`,
  }
}
