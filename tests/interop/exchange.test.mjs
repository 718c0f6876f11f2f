// Codes both ways: what other hands write is read by the product, and what the product shows is read by other hands.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { packageFile } from '../lib/repo.mjs'
import { fromBase45 } from '../lib/hc1.mjs'
import { authority } from './lib/authority.mjs'
import { certificate, INFORMATION, ithcOf, newIssuer, PASSPORT, scratch, ZONE } from './lib/certificate.mjs'
import { read, signingKey, write } from './lib/cose.mjs'
import * as codes from './lib/presentation.mjs'

const AT = '2026-12-01T08:00:00Z'
const NOW = Date.parse(AT) / 1000
const DAY = 86_400
const OTHER_ZONE = ['P<D<<EXAMPLE<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<<', 'C01X00T478D<<7408122F3301155<<<<<<<<<<<<<<<6']
const SALT = new Uint8Array(16).fill(7)

const hex = (bytes) => Buffer.from(bytes).toString('hex')
const base64 = (pem) => pem.replaceAll(/-----.*?-----|\s/g, '')

const parties = {}
before(async () => {
  parties.core = await import(pathToFileURL(packageFile('node/presentation.js')).href)
  await parties.core.init()
  const folder = scratch()
  parties.issuer = await newIssuer(folder, 'issuer')
  parties.alice = await authority(folder, 'alice', 'P256')
  parties.bob = await authority(folder, 'bob', 'X25519')
})

/** A desk that holds these authorities' keys. */
function desk(...authorities) {
  const made = new parties.core.Desk('Gate 4')
  for (const { pem, passphrase } of authorities) made.loadKey(pem, passphrase, AT)
  return made
}

const asked = (more = {}) => ({ at: AT, mrz: ZONE, keys: [{ cert: base64(parties.issuer.pem) }], ...more })

/** A certificate by other hands, bound to a new device key. */
async function issued() {
  const device = await signingKey()
  const { claims, disclosures } = certificate(device.coseKey, { issued: NOW - DAY, expires: NOW + 10 * DAY })
  const token = await codes.issue(parties.issuer, claims, Object.values(disclosures))
  return { device, token, disclosures }
}

/** What its device shows: every disclosure of `show`, sealed to `recipients`. */
async function shown({ device, token, disclosures }, { show, recipients = [], psk, ...say } = {}) {
  const chosen = codes.chosen(token, (show ?? Object.keys(disclosures)).map((name) => disclosures[name]))
  const aud = recipients.length > 0 ? codes.audience(recipients) : 'anyone'
  const said = codes.statement({ aud, iat: NOW - 10, level: 1, outcome: 0, passport: PASSPORT, salt: SALT, ...say })
  return codes.toCode(await codes.bindToken(device, chosen, said), { recipients, psk })
}

const reasons = (report) =>
  [report.checks, report.presentation.checks].flatMap((checks) => Object.values(checks)).flatMap((check) => check.reasons.map(({ code }) => code))

function assertShut(report, verdict, code) {
  assert.equal(report.verdict, verdict, JSON.stringify(report))
  assert.ok(reasons(report).includes(code), JSON.stringify(report))
  assert.deepEqual([report.certificate, report.claims], [undefined, undefined], 'nothing of the certificate')
}

test('by other hands, open: everything, and only some of it', async () => {
  const it = await issued()
  const whole = desk().verify(await shown(it), asked())
  assert.equal(whole.verdict, 'verified', JSON.stringify(whole))
  assert.deepEqual([whole.presentation.binding, whole.presentation.level, whole.presentation.ageSeconds], ['issuer-bound', 'typed', 10])
  assert.deepEqual(whole.certificate.records.map(({ kind }) => kind), ['test', 'antibody', 'vaccination'])
  assert.equal(whole.certificate.document.number, PASSPORT.number)
  assert.deepEqual(whole.presentation.withheld, [])
  const some = desk().verify(await shown(it, { show: ['birth', 'vaccination'] }), asked())
  assert.equal(some.verdict, 'verified', JSON.stringify(some))
  assert.deepEqual(some.certificate.records.map(({ kind }) => kind), ['vaccination'])
  assert.ok(!JSON.stringify(some).includes(PASSPORT.number) && !JSON.stringify(some).includes('CN/NAT/EXAMPLE1'))
  const withheld = Object.fromEntries(some.presentation.withheld.map(({ at, count }) => [at, count]))
  assert.deepEqual(withheld, { document: 1, records: 2 })
})

for (const [name, to] of [['P-256', ['alice']], ['X25519', ['bob']], ['both', ['alice', 'bob']]]) {
  test(`by other hands, sealed to ${name}: opens for each and for nobody else`, async () => {
    const recipients = to.map((who) => parties[who])
    const code = await shown(await issued(), { recipients })
    for (const recipient of recipients) {
      const report = desk(recipient).verify(code, asked())
      assert.equal(report.verdict, 'verified', JSON.stringify(report))
      assert.equal(report.presentation.seal.openedBy.kid, hex(recipient.kid))
      assert.equal(report.certificate.person.surname, 'ZHANG')
    }
    const shut = desk().verify(code, asked())
    assertShut(shut, 'sealed', 'seal.other-recipient')
    assert.deepEqual(shut.presentation.seal.recipients.map(({ kid }) => kid), recipients.map(({ kid }) => hex(kid)))
  })

  test(`by other hands, sealed to ${name} and the passport`, async () => {
    const recipients = to.map((who) => parties[who])
    const salt = new Uint8Array(16).fill(9)
    const psk = { id: codes.pskId(salt), key: await codes.passportSecret(INFORMATION, salt) }
    const code = await shown(await issued(), { recipients, psk })
    for (const recipient of recipients) {
      assert.equal(desk(recipient).verify(code, asked()).verdict, 'verified')
      assertShut(desk(recipient).verify(code, asked({ mrz: undefined })), 'sealed', 'seal.passport-needed')
      const other = desk(recipient).verify(code, asked({ mrz: OTHER_ZONE }))
      assertShut(other, other.verdict, 'seal.passport-differs')
      assert.notEqual(other.verdict, 'verified')
    }
  })
}

test('by other hands: stale, early, shown twice, resealed, another passport: nothing is shown', async () => {
  const { alice, bob } = parties
  const it = await issued()
  assertShut(desk().verify(await shown(it, { iat: NOW - 181 }), asked()), 'not-fresh', 'freshness.stale')
  assertShut(desk().verify(await shown(it, { iat: NOW + 61 }), asked()), 'not-fresh', 'freshness.future')
  const twice = desk()
  const code = await shown(it)
  assert.equal(twice.verify(code, asked()).verdict, 'verified')
  assertShut(twice.verify(code, asked()), 'not-fresh', 'freshness.replayed')
  const resealed = await shown(it, { recipients: [alice], aud: codes.audience([bob]) })
  assertShut(desk(alice).verify(resealed, asked()), 'not-fresh', 'binding.resealed')
  assertShut(desk().verify(await shown(it), asked({ mrz: OTHER_ZONE })), 'holder-mismatch', 'holder.commitment-differs')
})

test('by other hands: a desk that asks takes the answer and nothing else', async () => {
  const asking = desk()
  const question = read(new Uint8Array(fromBase45(asking.ask(AT).text.slice('HPQ1:'.length))))
  const [aud, cnonce] = [question.get(1), question.get(2)]
  assert.match(aud, /^desk:/)
  const it = await issued()
  assertShut(asking.verify(await shown(it), asked()), 'not-fresh', 'freshness.nonce-missing')
  const other = await shown(it, { aud, cnonce: new Uint8Array(16) })
  assertShut(asking.verify(other, asked()), 'not-fresh', 'freshness.nonce-other')
  assert.equal(asking.verify(await shown(it, { aud, cnonce }), asked()).verdict, 'verified')
})
