// Rules and lists of withdrawn certificates in the package: signed by a publisher, taken in by a desk and by a wallet.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { Publisher } from '../lib/publisher.mjs'
import { packageFile } from '../lib/repo.mjs'
import { own } from '../lib/vectors.mjs'

const AT = '2026-12-01T08:00:00Z'
const OTHER_ROOT = '00'.repeat(32)

/** Anna's vaccination of February, dose 2 of 2, and her negative test of 23 November, 06:12 UTC. */
const [vaccination, negative] = ['dcc-vaccination', 'dcc-test'].map((id) => own().find((vector) => vector.id === id))
const issuer = JSON.parse(vaccination.options).keys[0].cert
const { kid } = JSON.parse(vaccination.report).key
const [VACCINATION, TEST] = [vaccination, negative].map(({ report }) => {
  const { identifier, records } = JSON.parse(report).certificate
  return records[0].identifier ?? identifier
})

/** @type {Publisher} */
let publisher
let trust
const cores = {}
before(async () => {
  for (const name of ['desk', 'wallet']) {
    cores[name] = await import(pathToFileURL(packageFile(`node/${name}.js`)).href)
    await cores[name].init()
  }
  publisher = new Publisher('2026-11-30T00:00:00Z')
  trust = publisher.trust([issuer])
})
after(() => publisher?.close())

/** Vaccinated and tested within 48 hours of arrival: no quarantine; else 14 days. */
function pack(sequence = 1) {
  const rule = (Identifier, CertificateType, en, Logic) => ({
    Identifier, Type: 'Acceptance', Country: 'XW', Version: '1.0.0', SchemaVersion: '1.3.0', Engine: 'CERTLOGIC', EngineVersion: '1.3.3',
    CertificateType, Description: [{ lang: 'en', desc: en }], ValidFrom: '2020-01-01T00:00:00Z', ValidTo: '2099-12-31T23:59:59Z',
    AffectedFields: [], Logic,
  })
  const fresh = { 'not-after': [{ plusTime: [{ var: 'leg.at' }, 0, 'hour'] }, { plusTime: [{ var: 'record.at' }, 48, 'hour'] }] }
  return {
    id: 'test-waiver', sequence, name: { en: 'Waiver' }, publishedBy: 'Tests', createdAt: '2026-11-01T00:00:00Z', expiresAt: '2027-11-01T00:00:00Z',
    rules: [
      rule('VR-XW-0001', 'Vaccination', 'The series is complete.', { '>=': [{ var: 'record.dose' }, { var: 'record.doses' }] }),
      rule('TR-XW-0001', 'Test', 'Sampled at most 48 hours before arrival.', fresh),
    ],
    requirements: [{
      id: 'waiver', stage: 'entry', country: 'CN', description: { en: 'Vaccinated and tested.' },
      routes: [{
        id: 'both', description: { en: 'Both.' }, quarantineDays: 0,
        all: [{ record: 'vaccination', rules: ['VR-XW-0001'] }, { record: 'test', rules: ['TR-XW-0001'] }],
      }],
      otherwise: { quarantineDays: 14 },
    }],
  }
}

const arriving = (arrives) => ({ stops: [{ country: 'SE', departs: '2026-11-24T08:00:00+01:00' }, { country: 'CN', arrives }] })
const IN_TIME = arriving('2026-11-25T14:12:00+08:00')
const A_SECOND_LATE = arriving('2026-11-25T14:12:01+08:00')

/** A new desk and a new wallet, which judge alike. */
const judges = () => [new cores.desk.Desk('test'), cores.wallet.Wallet.open([])]

/** What both answer about these codes. */
function asked(texts, trip, prepare) {
  const [desk, wallet] = judges()
  for (const judge of [desk, wallet]) {
    judge.loadTrust(trust.bytes, trust.root, AT)
    prepare(judge)
  }
  const [first] = texts.map((text) => wallet.add(text, AT))
  if (trip) wallet.setTrip(trip)
  const { reports, decision } = desk.verifyTogether(texts, { at: AT, ...(trip && { trip }) })
  const decided = wallet.decide(first.personId, AT)
  assert.deepEqual(decided.decision, decision, 'wallet and desk agree')
  assert.equal(decided.certificates.length, texts.length)
  return { reports, decision, held: decided.certificates.map((id) => wallet.certificate(id, AT).report) }
}

test('a signed pack is taken in and named', () => {
  const { bytes, root } = publisher.rules(pack())
  for (const judge of judges()) {
    const summary = judge.loadRules(bytes, root, AT)
    assert.deepEqual([summary.id, summary.sequence, summary.expired, summary.ageDays], ['test-waiver', 1, false, 30])
    assert.deepEqual(judge.rules(AT), [summary])
    assert.equal(judge.rules('2027-12-01T00:00:00Z')[0].expired, true)
    judge.clearRules()
    assert.deepEqual(judge.rules(AT), [])
  }
})

test('packs of another root, changed ones and files of another kind are refused by name', () => {
  const { bytes, root } = publisher.rules(pack())
  const changed = Uint8Array.from(bytes)
  changed[changed.length - 1] ^= 1
  for (const judge of judges()) {
    assert.throws(() => judge.loadRules(bytes, OTHER_ROOT, AT), { code: 'rules.pack.not-from-root' })
    assert.throws(() => judge.loadRules(changed, root, AT), { code: 'rules.pack.signature' })
    assert.throws(() => judge.loadRules(trust.bytes, trust.root, AT), { code: 'rules.pack.kind' })
    assert.throws(() => judge.loadRules(new Uint8Array(), root, AT), { code: 'rules.pack.file' })
    assert.deepEqual(judge.rules(AT), [])
  }
})

test('an older edition is refused, whether the newer is in use or only remembered', () => {
  const [older, newer] = [publisher.rules(pack(1)), publisher.rules(pack(2))]
  for (const judge of judges()) {
    judge.loadRules(newer.bytes, newer.root, AT)
    assert.throws(() => judge.loadRules(older.bytes, older.root, AT), { code: 'rules.rollback' })
    assert.equal(judge.rules(AT)[0].sequence, 2)
  }
  for (const judge of judges()) {
    assert.throws(() => judge.loadRules(older.bytes, older.root, AT, { 'test-waiver': 2 }), { code: 'rules.rollback' })
    judge.loadRules(older.bytes, older.root, AT, { 'test-waiver': 1, another: 9 })
    judge.loadRules(newer.bytes, newer.root, AT)
    assert.deepEqual(judge.rules(AT).map(({ sequence }) => sequence), [2], 'the newer took its place')
  }
})

test('several certificates together are enough, one of them alone is not', () => {
  const { bytes, root } = publisher.rules(pack())
  const use = (judge) => judge.loadRules(bytes, root, AT)
  const both = asked([vaccination.text, negative.text], IN_TIME, use)
  assert.deepEqual([both.decision.answer, both.decision.legs[1].quarantineDays], ['ok', 0])
  assert.deepEqual(both.decision.legs[1].requirements[0].show, [0, 1])
  assert.deepEqual(both.reports.map(({ verdict, checks }) => [verdict, checks.rules.state]), Array(2).fill(['verified', 'pass']))

  const alone = asked([vaccination.text], IN_TIME, use)
  const [gap] = alone.decision.legs[1].requirements[0].gaps
  assert.deepEqual([alone.decision.answer, alone.decision.legs[1].quarantineDays, gap.code, gap.rule], ['not-met', 14, 'rules.no-record', 'TR-XW-0001'])
  assert.deepEqual([alone.reports[0].verdict, alone.reports[0].checks.rules.state], ['rule-not-met', 'fail'])
})

test('a second too late is said with the rule, by how much, and until when it was enough', () => {
  const { bytes, root } = publisher.rules(pack())
  const { decision, reports } = asked([vaccination.text, negative.text], A_SECOND_LATE, (judge) => judge.loadRules(bytes, root, AT))
  const [gap] = decision.legs[1].requirements[0].gaps
  assert.deepEqual([gap.rule, gap.code, gap.shortBySeconds, gap.until, gap.certificate], ['TR-XW-0001', 'rules.too-late', 1, '2026-11-25T14:12:00+08:00', 1])
  for (const { verdict, checks } of reports) {
    assert.deepEqual([verdict, checks.rules.reasons[0].code, checks.rules.reasons[0].found], ['rule-not-met', 'rules.too-late', 'TR-XW-0001'])
  }
})

test('without a trip or without rules nothing is decided, and the check says why', () => {
  const { bytes, root } = publisher.rules(pack())
  const use = (judge) => judge.loadRules(bytes, root, AT)
  for (const [trip, prepare, code] of [[null, use, 'rules.no-trip'], [IN_TIME, () => {}, 'rules.no-pack']]) {
    const { decision, reports } = asked([vaccination.text], trip, prepare)
    const { state, reasons } = reports[0].checks.rules
    assert.deepEqual([decision, reports[0].verdict, state, reasons[0].code], [null, 'verified', 'skipped', code])
  }
})

test('a trip that makes no sense is refused, and the wallet keeps the one it has', () => {
  const [desk, wallet] = judges()
  const backwards = { stops: [{ country: 'SE', departs: '2026-12-02T08:00:00Z' }, { country: 'CN', arrives: '2026-12-01T08:00:00Z' }] }
  wallet.setTrip(IN_TIME)
  assert.throws(() => wallet.setTrip(backwards), { code: 'rules.trip.order' })
  assert.deepEqual(wallet.trip(), IN_TIME)
  assert.throws(() => desk.verify(vaccination.text, { at: AT, trip: backwards }), { code: 'rules.trip.order' })
  const changes = wallet.takeChanges()
  assert.deepEqual(cores.wallet.Wallet.open(changes).trip(), IN_TIME, 'kept among its records')
  wallet.setTrip(null)
  assert.equal(wallet.trip(), null)
})

/** The list of what Sweden withdrew: everything it issued is in it. */
const list = (revoked, sequence) => {
  const issued = [...Array.from({ length: 500 }, (_, n) => `URN:UVCI:01:SE:${n}`), VACCINATION, TEST]
  return publisher.withdrawn({ kid, country: 'SE', issued, revoked, sequence })
}

const revocation = ({ checks }) => [checks.revocation.state, checks.revocation.reasons[0].code]

test('a withdrawn certificate is revoked and counts for no rule; the others stand as of the date of the list', () => {
  const { bytes, root, files } = list([VACCINATION])
  const rules = publisher.rules(pack())
  const { reports, decision, held } = asked([vaccination.text, negative.text], IN_TIME, (judge) => {
    judge.loadRules(rules.bytes, rules.root, AT)
    const { name, sequence, entries, missingFiles } = judge.loadRevocation(bytes, root, AT)
    assert.deepEqual([name, sequence, entries, missingFiles.length], ['Withdrawn certificates', 1, 1, files.length])
    for (const file of files) judge.addRevocationFile(file)
    assert.deepEqual(judge.revocation(AT).map(({ missingFiles, expired }) => [missingFiles, expired]), [[[], false]])
  })
  for (const [first, second] of [reports, held]) {
    assert.deepEqual([first.verdict, ...revocation(first)], ['revoked', 'fail', 'revocation.revoked'])
    assert.deepEqual(revocation(second), ['pass', 'revocation.as-of'])
    assert.equal(second.checks.revocation.reasons[0].at, '2026-11-30T00:00:00Z')
  }
  assert.deepEqual([decision.answer, decision.notCounted], ['not-met', [{ certificate: 0, verdict: 'revoked' }]])
  assert.deepEqual([reports[0].checks.rules.state, reports[1].verdict], ['skipped', 'rule-not-met'])
})

test('while the file that would tell is missing, nobody is refused and nothing is promised', () => {
  const { bytes, root } = list([VACCINATION])
  const { reports, held } = asked([vaccination.text], null, (judge) => judge.loadRevocation(bytes, root, AT))
  for (const [report] of [reports, held]) {
    assert.deepEqual([report.verdict, ...revocation(report)], ['verified', 'unknown', 'revocation.not-loaded'])
    assert.match(report.checks.revocation.reasons[0].found, /^[0-9a-f]{64}\.hpr$/)
  }
})

test('lists of another root, older ones and files nobody names are refused by name', () => {
  const [older, newer] = [list([VACCINATION], 1), list([VACCINATION, TEST], 2)]
  const rules = publisher.rules(pack())
  for (const judge of judges()) {
    const load = ({ bytes, root }, seen) => judge.loadRevocation(bytes, root, AT, seen)
    assert.throws(() => load({ ...newer, root: OTHER_ROOT }), { code: 'revocation.not-from-root' })
    assert.throws(() => load(rules), { code: 'revocation.other-kind' })
    assert.throws(() => load({ ...newer, bytes: newer.bytes.subarray(1) }), { code: 'revocation.manifest-shape' })
    assert.throws(() => load(older, 2), { code: 'revocation.rollback' })
    assert.deepEqual(judge.revocation(AT), [])
    load(newer, 2)
    assert.throws(() => load(older), { code: 'revocation.rollback' })
    assert.throws(() => judge.addRevocationFile(older.files[0]), { code: 'revocation.file-unknown' })
    const changed = Uint8Array.from(newer.files[0])
    changed[changed.length - 1] ^= 1
    assert.throws(() => judge.addRevocationFile(changed), { code: 'revocation.file-unknown' })
    assert.equal(judge.revocation(AT)[0].missingFiles.length, newer.files.length)
    judge.clearRevocation()
    assert.deepEqual(judge.revocation(AT), [])
  }
})

test('a list past its date still names what was withdrawn, and of the rest says that it is old', () => {
  const { bytes, root, files } = list([VACCINATION])
  const at = '2026-12-10T00:00:00Z'
  const desk = new cores.desk.Desk('test')
  desk.loadTrust(trust.bytes, trust.root, at)
  assert.equal(desk.loadRevocation(bytes, root, at).expired, true)
  for (const file of files) desk.addRevocationFile(file)
  const answers = [vaccination, negative].map(({ text }) => desk.verify(text, { at }))
  assert.deepEqual(answers.map((report) => [report.verdict, ...revocation(report)]), [
    ['revoked', 'fail', 'revocation.revoked'],
    ['verified', 'unknown', 'revocation.list-old'],
  ])
})
