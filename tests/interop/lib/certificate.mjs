// A certificate for a made-up person, issued by other hands: what the grammar of the ITHC asks, no more.
import { execFileSync } from 'node:child_process'
import { createHash, createPrivateKey, webcrypto, X509Certificate } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import zlib from 'node:zlib'
import { toBase45 } from '../../lib/hc1.mjs'
import { PASSPORTS } from '../../lib/passport.mjs'
import { program } from '../../lib/repo.mjs'
import { CLAIM, HEADER, sign, write } from './cose.mjs'
import { Redactions, reveal } from './sd-cwt.mjs'

const HCERT = -260
const ITHC = -86

/** The passport of the made-up holder: as printed, and as it is committed to. */
export const ZONE = PASSPORTS.china.lines
export const PASSPORT = { number: 'E12345678', birth: '900101', expiry: '330115' }
/** Number, birth and expiry with their check digits, one after the other (ICAO 9303-11 section 4.3.2). */
export const INFORMATION = Object.values(PASSPORTS.china.pieces).join('')

const seconds = (iso) => Date.parse(iso) / 1000
const PLACE = new Map([[1, 'First People’s Hospital'], [2, 'Shanghai'], [3, 'CN']])

export const RECORDS = {
  test: new Map([
    [1, 1], [2, [seconds('2026-11-28T09:30:00+08:00'), 480]], [3, 7200], [4, 1], [7, 0], [8, PLACE], [10, 'CN/NAT/EXAMPLE1'],
  ]),
  antibody: new Map([
    [1, 1], [2, [seconds('2026-11-28T09:35:00+08:00'), 480]], [3, 7200], [4, 2], [7, 1], [8, PLACE], [10, 'CN/IGG/EXAMPLE1'], [11, 0],
  ]),
  vaccination: new Map([
    [1, 1], [4, [3, 'J07BN03']], [6, [4, 'ORG-100020693']], [8, PLACE], [10, 'CN/VAC/EXAMPLE1'], [12, 18644], [13, 'LOT-EXAMPLE'],
    [14, 2], [15, 3],
  ]),
}

/**
 * Claims for one device key and the disclosures of what is redacted: the birth date, the number and each record.
 * @returns {{ claims: Map, disclosures: Record<'birth' | 'number' | 'test' | 'antibody' | 'vaccination', Uint8Array> }}
 */
export function certificate(coseKey, { issued, expires, country = 'CN' }) {
  const redactions = new Redactions()
  const person = redactions.members(new Map([[1, '张伟'], [2, 'ZHANG'], [3, 'WEI'], [6, 19900101], [7, 1], [8, 'CHN']]), [6])
  const document = redactions.members(new Map([[1, 0], [3, PASSPORT.number]]), [3])
  const blocks = Object.values(RECORDS).map((record, index) => [index + 3, [2, redactions.element(record)]])
  const ithc = new Map([[0, 1], [1, person], [2, document], ...blocks])
  const cnf = new Map([[1, coseKey]])
  const hcert = new Map([[ITHC, ithc]])
  const times = [[CLAIM.exp, expires], [CLAIM.iat, issued]]
  const claims = new Map([[CLAIM.iss, country], [CLAIM.sub, 'holder'], ...times, [CLAIM.cnf, cnf], [HCERT, hcert]])
  const [birth, number, test, antibody, vaccination] = redactions.disclosures
  return { claims, disclosures: { birth, number, test, antibody, vaccination } }
}

/** The same certificate whole, bound to no device: an ordinary code. */
export async function ordinary(issuer, times) {
  const { claims, disclosures } = certificate(new Map(), times)
  const whole = reveal(claims, Object.values(disclosures)).claims
  for (const bound of [CLAIM.sub, CLAIM.cnf]) whole.delete(bound)
  const signed = await sign(issuer.secret, new Map([[HEADER.alg, -7], [HEADER.kid, issuer.kid]]), new Map(), write(whole))
  return 'HC1:' + toBase45(zlib.deflateSync(write(signed), { level: 9 }))
}

/** Where the certificate stands in the claims. */
export const ithcOf = (claims) => claims.get(HCERT).get(ITHC)

/** A folder of its own, gone when the program ends. */
export function scratch() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'healthpass-interop-'))
  process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }))
  return folder
}

export const healthpass = (...options) => execFileSync(program('healthpass'), options, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

/** An issuer made by the product, as WebCrypto has it: `{ secret, public, kid, pem, name }`. */
export async function newIssuer(folder, name, country = 'CN') {
  const files = path.join(folder, name)
  healthpass('keys', 'new', '--country', country, '--name', `TEST ONLY ${name}`, files)
  const pem = fs.readFileSync(`${files}.cert.pem`, 'utf8')
  const known = new X509Certificate(pem)
  const curve = { name: 'ECDSA', namedCurve: 'P-256' }
  const der = createPrivateKey(fs.readFileSync(`${files}.key.pem`)).export({ type: 'pkcs8', format: 'der' })
  const spki = known.publicKey.export({ type: 'spki', format: 'der' })
  return {
    secret: await webcrypto.subtle.importKey('pkcs8', der, curve, false, ['sign']),
    public: await webcrypto.subtle.importKey('spki', spki, curve, true, ['verify']),
    kid: new Uint8Array(createHash('sha256').update(known.raw).digest().subarray(0, 8)),
    pem,
    files,
  }
}
