// A world for showing protected codes: an issuer, authorities that codes are sealed to, a list that names them, and
// the wallet built with that list.
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { CLAIM, HEADER, read, sign1 } from '../interop/lib/cose.mjs'
import { fromText } from '../interop/lib/presentation.mjs'
import { built, packageFile, program, root } from './repo.mjs'

const PASSPHRASE = 'TEST ONLY passphrase'
/** Milliseconds. */
const DAY = 86400000
/** Of the person whose passport the tests bind: a test, an antibody test and a vaccination. */
const THREE_RECORDS = path.join(root, 'crates/cert/tests/presentation/ordinary.json')

/** Who codes can be sealed to: file, state, name, kind of key, and what else is said. */
const AUTHORITIES = {
  pakistan: ['PK', 'Border Health Services, Pakistan', 'x25519'],
  consulate: ['FR', 'Consulate-General of France, Guangzhou', 'p256', '--destination', 'FR,DE'],
  france: ['FR', 'Santé publique France', 'x25519'],
}

const healthpass = (...options) =>
  execFileSync(program('healthpass'), options, { encoding: 'utf8', env: { ...process.env, HEALTHPASS_PASSPHRASE: PASSPHRASE } })

/** Makes the world; `close` ends what serves it and removes it. */
export async function newWorld() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'healthpass-showing-'))
  const at = (name) => path.join(folder, name)
  healthpass('keys', 'new', '--country', 'CN', '--name', 'TEST ONLY root', at('root'))
  healthpass('keys', 'new', '--country', 'CN', '--name', 'TEST ONLY issuer', at('issuer'))
  for (const [name, [country, title, kem, ...more]] of Object.entries(AUTHORITIES)) {
    healthpass('keys', 'new-authority', '--name', title, '--country', country, '--kem', kem, ...more, at(name))
  }
  const recipients = Object.keys(AUTHORITIES).map((name) => at(`${name}.authority.json`))
  healthpass(
    'trust', 'build', '--name', 'Test list', '--environment', 'test', '--days', '30', '--root-key', at('root.key.pem'),
    '--cert', at('issuer.cert.pem'), '--recipient', ...recipients, '--out', at('bundle.cbor'),
  )
  const bundle = fs.readFileSync(at('bundle.cbor'))
  const pin = fs.readFileSync(at('bundle.cbor.sha256'), 'utf8').trim().split(/\s/)[0]
  const server = await serveWallet(folder, { bundle: bundle.toString('base64'), root: pin })
  const core = await import(pathToFileURL(packageFile('node/desk.js')).href)
  await core.init()
  return {
    wallet: server.url,
    answer: (request) => answer(at, request),
    issued: (content) => issued(at, content),
    desk: (...names) => desk(core, { bundle, pin }, names.map((name) => fs.readFileSync(at(`${name}.key.pem`), 'utf8'))),
    close() {
      server.close()
      fs.rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The wallet's real sources in the browser host, with this list in place of the demo's. */
async function serveWallet(folder, list) {
  process.env.HEALTHPASS_XTASK ??= program('xtask')
  const host = path.join(root, 'mini-program/host')
  const [{ build }, { serve }] = await Promise.all([import(path.join(host, 'build.mjs')), import(path.join(host, 'serve.mjs'))])
  const source = path.join(folder, 'miniprogram')
  fs.cpSync(built(root, 'mini-program/miniprogram'), source, { recursive: true })
  fs.writeFileSync(path.join(source, 'core/trust.js'), `module.exports = ${JSON.stringify(list)}\n`)
  await build(source, path.join(folder, 'out'))
  return serve(path.join(folder, 'out'))
}

/** A desk with the keys of these authorities. */
function desk(core, { bundle, pin }, keys) {
  const now = () => new Date().toISOString()
  const made = new core.Desk('Gate 4')
  made.loadTrust(bundle, pin, now())
  keys.forEach((pem) => made.loadKey(pem, PASSPHRASE, now()))
  return made
}

const expires = () => new Date(Date.now() + 100 * DAY).toISOString()

/** An ordinary certificate, as printed on paper. */
function issued(at, content) {
  return healthpass('issue', '--expires', expires(), '--key', at('issuer.key.pem'), '--cert', at('issuer.cert.pem'), content).trim()
}

/** What the issuer answers a wallet's request with: a certificate of three records for each of its keys. */
function answer(at, request) {
  const command = ['issue', '--selective', '--request', request, '--expires', expires(), '--key', at('issuer.key.pem'), '--cert', at('issuer.cert.pem')]
  return healthpass(...command, THREE_RECORDS).trim()
}

/** What tells the device's keys apart: the one that signed this open code. */
export function deviceKeyOf(text) {
  const binding = sign1(read(fromText(text)))
  const issued = read(sign1(binding.protected.get(HEADER.kcwt)).payload)
  return Buffer.from(issued.get(CLAIM.cnf).get(1).get(-2)).toString('hex')
}
