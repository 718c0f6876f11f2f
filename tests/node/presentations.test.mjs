// A desk in Node.js gives the answers of the native core, byte for byte.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { deskAnswer, presentations } from '../lib/presentations.mjs'
import { packageFile } from '../lib/repo.mjs'
import { answerOf, own } from '../lib/vectors.mjs'

const AT = '2026-12-01T08:00:00Z'
const vectors = presentations()

let core
before(async () => {
  core = await import(pathToFileURL(packageFile('node/desk.js')).href)
  await core.init()
})

for (const vector of vectors) {
  test(vector.id, () => assert.equal(deskAnswer(core, vector), vector.report))
}

test('a desk answers every other format as a verifier does', () => {
  const desk = new core.Desk()
  for (const vector of own()) assert.equal(answerOf(desk, vector), vector.report, vector.id)
})

const byId = (id) => vectors.find((vector) => vector.id === id)

test('a key opens with its passphrase and no other', () => {
  const desk = new core.Desk('Gate 4')
  const { pem, passphrase } = byId('sealed').keys[0]
  assert.throws(() => desk.loadKey(pem, 'another', AT), { code: 'key.passphrase' })
  assert.throws(() => desk.loadKey('no key', passphrase, AT), { code: 'key.form' })
  assert.deepEqual(desk.keys(AT), [])
  const key = desk.loadKey(pem, passphrase, AT)
  assert.match(key.fingerprint, /^([0-9a-f]{4} ){7}[0-9a-f]{4}$/)
  assert.equal(key.kid, key.fingerprint.replaceAll(' ', '').slice(0, 16))
  assert.deepEqual([key.kem, key.listed], ['P-256', false])
  assert.deepEqual(desk.keys(AT), [key])
})

test('a locked desk holds no key, asks nothing, and still knows what it was shown', () => {
  const { keys, text, options } = byId('sealed')
  const desk = new core.Desk()
  const load = () => desk.loadKey(keys[0].pem, keys[0].passphrase, AT)
  load()
  assert.equal(desk.verify(text, options).verdict, 'verified')
  desk.ask(AT)
  desk.lock()
  assert.deepEqual(desk.keys(AT), [])
  assert.equal(desk.verify(text, options).verdict, 'sealed')
  load()
  const { verdict, presentation } = desk.verify(text, options)
  assert.deepEqual([verdict, presentation.checks.freshness.reasons[0].code], ['not-fresh', 'freshness.replayed'])
})

test('a wiped desk holds no key and remembers nothing', () => {
  const { keys, text, options } = byId('sealed')
  const desk = new core.Desk()
  const load = () => desk.loadKey(keys[0].pem, keys[0].passphrase, AT)
  load()
  assert.equal(desk.verify(text, options).verdict, 'verified')
  assert.equal(desk.verify(text, options).verdict, 'not-fresh')
  assert.equal(desk.verify(text, { ...options, again: true }).verdict, 'verified')
  desk.wipe()
  assert.deepEqual(desk.keys(AT), [])
  assert.equal(desk.verify(text, options).verdict, 'sealed')
  load()
  assert.equal(desk.verify(text, options).verdict, 'verified')
})

test('a desk that asks shows a new question each time, and takes no code that answers none', () => {
  const { text, options } = byId('open')
  const desk = new core.Desk('Gate 4')
  const [first, second] = [desk.ask(AT), desk.ask(AT)]
  assert.match(first.text, /^HPQ1:/)
  assert.notEqual(first.text, second.text)
  assert.equal(first.qr.size, 17 + 4 * first.qr.version)
  const report = desk.verify(text, options)
  assert.deepEqual([report.verdict, report.presentation.checks.freshness.reasons[0].code], ['not-fresh', 'freshness.nonce-missing'])
  desk.stopAsking()
  assert.equal(desk.verify(text, options).verdict, 'verified')
  assert.throws(() => desk.ask(AT, '0123456789abcdef'), { code: 'key.unknown' })
})

test('the verifier’s module names what it does not open', async () => {
  const verifier = await import(pathToFileURL(packageFile('node/verifier.js')).href)
  await verifier.init()
  const { text, options } = byId('sealed')
  const report = new verifier.Verifier().verify(text, options)
  assert.equal(report.verdict, 'unreadable')
  assert.equal(report.checks.envelope.reasons[0].code, 'envelope.prefix.presentation')
  assert.equal('presentation' in report, false)
})
