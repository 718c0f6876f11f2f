// Codes both ways: what other hands write is read by the product, and what the product shows is read by other hands.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { before, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { packageFile } from '../lib/repo.mjs'
import { fromBase45, toBase45 } from '../lib/hc1.mjs'
import { authority } from './lib/authority.mjs'
import { certificate, healthpass, INFORMATION, ithcOf, newIssuer, ordinary, PASSPORT, RECORDS, scratch, ZONE } from './lib/certificate.mjs'
import { CLAIM, HEADER, read, sign1, signingKey, verify, write } from './lib/cose.mjs'
import * as codes from './lib/presentation.mjs'
import { answer, readRequest } from './lib/request.mjs'

const AT = '2026-12-01T08:00:00Z'
const NOW = Date.parse(AT) / 1000
const DAY = 86_400
const OTHER_ZONE = ['P<D<<EXAMPLE<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<<', 'C01X00T478D<<7408122F3301155<<<<<<<<<<<<<<<6']
const SALT = new Uint8Array(16).fill(7)

const hex = (bytes) => Buffer.from(bytes).toString('hex')
const base64 = (pem) => pem.replaceAll(/-----.*?-----|\s/g, '')

const parties = {}
before(async () => {
  for (const [name, file] of [['core', 'desk'], ['holder', 'wallet']]) {
    parties[name] = await import(pathToFileURL(packageFile(`node/${file}.js`)).href)
    await parties[name].init()
  }
  const folder = scratch()
  parties.issuer = await newIssuer(folder, 'issuer')
  parties.alice = await authority(folder, 'alice', 'P256')
  parties.bob = await authority(folder, 'bob', 'X25519', 'DE')
  parties.list = list(folder)
})

/** The list a wallet knows authorities by. */
function list(folder) {
  const { files } = parties.issuer
  const bundle = path.join(folder, 'list.bundle')
  const root = path.join(folder, 'root')
  healthpass('keys', 'new', '--country', 'CN', '--name', 'TEST ONLY root', root)
  const known = ['--cert', `${files}.cert.pem`, '--recipient', parties.alice.about, '--recipient', parties.bob.about]
  const about = ['--root-key', `${root}.key.pem`, '--name', 'TEST ONLY list', '--environment', 'test', '--at', '2026-11-30T00:00:00Z']
  healthpass('trust', 'build', ...about, ...known, '-o', bundle)
  return { bytes: fs.readFileSync(bundle), root: fs.readFileSync(`${bundle}.sha256`, 'utf8').trim().split(/\s/)[0] }
}

/** Desks that hold keys, by their key files: opening one takes its time on purpose. */
const desks = new Map()

/** A new desk without keys, or the one that holds this authority's. */
function desk(authority) {
  if (!authority) return new parties.core.Desk('Gate 4')
  const { pem, passphrase } = authority
  if (!desks.has(pem)) {
    const made = desk()
    made.loadKey(pem, passphrase, AT)
    desks.set(pem, made)
  }
  return desks.get(pem)
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
  assert.deepEqual([report.certificate, report.claims], [null, null], 'nothing of the certificate')
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
      assertShut(desk(recipient).verify(code, asked({ mrz: undefined })), 'sealed', 'seal.passport-needed')
      assertShut(desk(recipient).verify(code, asked({ mrz: OTHER_ZONE })), 'holder-mismatch', 'seal.passport-differs')
      assert.equal(desk(recipient).verify(code, asked()).verdict, 'verified')
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

/** A wallet of a holder whose passport is bound. */
function wallet() {
  const made = parties.holder.Wallet.open([])
  made.loadTrust(parties.list.bytes, parties.list.root, AT)
  const { personId } = made.bind(null, { kind: 'ordinary', lines: ZONE }, AT)
  return { wallet: made, personId }
}

/** The same with a certificate that other hands issued in answer to its request, bound to `count` keys. */
async function bound(count) {
  const { wallet: made, personId } = wallet()
  const request = await readRequest(made.request(personId, count, AT).text)
  assert.deepEqual([request.askedAt, request.keys.length], [NOW, count])
  const tokens = []
  for (const key of request.keys) {
    const { claims, disclosures } = certificate(key, { issued: NOW - DAY, expires: NOW + 10 * DAY })
    tokens.push(await codes.issue(parties.issuer, claims, Object.values(disclosures)))
  }
  const { certificateId } = made.add(answer(tokens), AT)
  return { wallet: made, certificateId }
}

const seconds = (after) => new Date((NOW + after) * 1000).toISOString()
const known = (kid) => [parties.alice, parties.bob].find((one) => hex(one.kid) === hex(kid))
const theirs = (text, more = {}) =>
  codes.readCode(text, { issuer: (kid) => (hex(kid) === hex(parties.issuer.kid) ? parties.issuer.public : undefined), ...more })

test('by the wallet, open: other hands read what was chosen and nothing else', async () => {
  const { wallet: made, certificateId } = await bound(2)
  const { kind, disclosures } = made.choices(certificateId, AT)
  const hideable = disclosures.filter(({ alwaysShown }) => !alwaysShown).map(({ id }) => id)
  assert.deepEqual([kind, hideable.length], ['selective', 5], JSON.stringify(disclosures))
  const disclose = hideable.filter((id) => id.startsWith('vaccination') || id === 'birth-date')
  const { text } = made.showFresh(certificateId, { disclose, sealTo: [] }, AT)
  const code = await theirs(text)
  assert.deepEqual([code.sealed, code.bound, code.aud, code.iat, code.exp, code.level], [false, 'issuer', 'anyone', NOW, NOW + 120, 1])
  assert.deepEqual(code.c, codes.commitment(code.salt, PASSPORT))
  const ithc = ithcOf(code.claims)
  assert.deepEqual([ithc.get(1).get(6), ithc.get(2).has(3), code.withheld], [19900101, false, 3])
  assert.deepEqual([ithc.get(3), ithc.get(4), ithc.get(5)], [[2], [2], [2, RECORDS.vaccination]])
  assert.ok(!Buffer.from(codes.fromText(text)).includes(PASSPORT.number) && !Buffer.from(codes.fromText(text)).includes('CN/NAT/EXAMPLE1'))
  assert.equal(desk().verify(text, asked()).verdict, 'verified')
})

for (const withPassport of [false, true]) {
  test(`by the wallet, sealed${withPassport ? ' with the passport' : ''}: other hands open it with either key, and only so`, async () => {
    const { wallet: made, certificateId } = await bound(2)
    const { alice, bob } = parties
    for (const to of [[alice], [bob], [alice, bob]]) {
      const sealTo = to.map(({ kid }) => hex(kid))
      const { text } = made.showFresh(certificateId, { disclose: [], sealTo, withPassport }, AT)
      const information = withPassport ? INFORMATION : undefined
      for (const one of to) {
        const keyOf = (kid) => (hex(kid) === hex(one.kid) ? one : undefined)
        const code = await theirs(text, { keyOf, information })
        assert.deepEqual([code.sealed, code.aud, code.withheld], [true, `seal:${sealTo.join('+')}`, 5])
        if (withPassport) await assert.rejects(theirs(text, { keyOf }), /shared secret/)
      }
      await assert.rejects(theirs(text, { information }), /sealed to others/)
    }
  })
}

test('by the wallet: an answer to a question asked by other hands', async () => {
  const { wallet: made, certificateId } = await bound(1)
  const nonce = new Uint8Array(16).fill(0x5a)
  const challenge = 'HPQ1:' + toBase45(write(new Map([[1, 'desk:Gate-9'], [2, nonce], [3, NOW]])))
  const { text } = made.showFresh(certificateId, { disclose: [], sealTo: [], challenge }, AT)
  const { aud, cnonce } = await theirs(text)
  assert.deepEqual([aud, cnonce], ['desk:Gate-9', nonce])
})

/** Every byte string of 16 bytes or more in a code, however deep. */
function byteStrings(text) {
  const found = new Set()
  const walk = (value) => {
    if (value instanceof Uint8Array) {
      if (value.length >= 16) found.add(hex(value))
      try {
        walk(read(value))
      } catch {
        // bytes that are no CBOR are just bytes
      }
    } else if (value instanceof Map) for (const [key, inner] of value) [key, inner].forEach(walk)
    else if (Array.isArray(value)) value.forEach(walk)
    else if (value?.contents) walk(value.contents)
  }
  walk(codes.fromText(text))
  return found
}

test('by the wallet: two showings have no key, salt, digest or signature in common; the codes of one have the key', async () => {
  const { wallet: made, certificateId } = await bound(2)
  const show = (more, at) => made.showFresh(certificateId, { disclose: ['vaccination.0'], sealTo: [], ...more }, at)
  const first = show({}, AT)
  const again = show({}, seconds(30))
  const second = show({ another: true }, seconds(60))
  // algorithm and issuer's key, the same for everybody whom it issues to
  const everybodys = hex(sign1(sign1(read(codes.fromText(first.text))).protected.get(HEADER.kcwt)).wrapped)
  const common = (a, b) => [...byteStrings(a)].filter((bytes) => byteStrings(b).has(bytes) && bytes !== everybodys)
  assert.ok(common(first.text, again.text).length > 0)
  assert.deepEqual(common(first.text, second.text), [])
  const shown_ = await Promise.all([first, again].map(({ text }) => theirs(text)))
  assert.notDeepEqual(shown_[0].salt, shown_[1].salt)
  assert.deepEqual(shown_.map(({ iat }) => iat), [NOW, NOW + 30])
})

test('by the wallet: an ordinary certificate is attested by the device, and its own signature still holds', async () => {
  const { wallet: made } = wallet()
  const { certificateId } = made.add(await ordinary(parties.issuer, { issued: NOW - DAY, expires: NOW + 10 * DAY }), AT)
  const { text } = made.showFresh(certificateId, { disclose: [], sealTo: [hex(parties.bob.kid)] }, AT)
  const code = await theirs(text, { keyOf: known })
  assert.deepEqual([code.bound, code.level, code.aud], ['device', 1, `seal:${hex(parties.bob.kid)}`])
  const inner = sign1(read(code.code))
  await verify(inner, parties.issuer.public)
  assert.equal(read(inner.payload).get(CLAIM.iss), 'CN')
  const report = desk(parties.bob).verify(text, asked())
  assert.deepEqual([report.verdict, report.presentation.binding], ['verified', 'device-attested'], JSON.stringify(report))
})
