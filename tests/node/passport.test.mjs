// Passports in Node.js: whole sessions with the chip in memory, through the wasm, and the native program's answers.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { before, test } from 'node:test'
import { brotliDecompressSync } from 'node:zlib'
import { AT, authorities, carry, mockChips, PASSPORTS, passportCore, walletCore } from '../lib/passport.mjs'
import { inTarget, program, root, thirdParty } from '../lib/repo.mjs'

let core
let mock
let known
before(async () => {
  core = await passportCore()
  mock = await mockChips()
  known = authorities(core, mock)
})

/** The judgement on a chip that was read to its end. */
function judged(passport, options, access = { lines: passport.lines }) {
  const session = new core.ChipSession(access)
  assert.equal(carry(session, mock.openChip(passport, options)), 'done')
  return session.judge(known, AT)
}

for (const [name, passport] of Object.entries(PASSPORTS)) {
  for (const [by, access] of [['its lines', { lines: passport.lines }], ['three pieces', passport.pieces]]) {
    test(`${name}: opened with ${by}, signed, unchanged and the original`, () => {
      const result = judged(passport, {}, access)
      assert.equal(result.outcome, 'authentic', JSON.stringify(result))
      assert.deepEqual([result.level, result.original, result.reasons], ['chip-original', 'proved', []])
      assert.deepEqual(result.lines, passport.lines)
    })
  }

  test(`${name}: progress never falls, and the stages come in their order`, () => {
    const said = []
    const session = new core.ChipSession({ lines: passport.lines })
    assert.equal(carry(session, mock.openChip(passport), { said }), 'done')
    const order = ['connect', 'access', 'read', 'authenticate']
    for (const [i, step] of said.slice(1).entries()) {
      assert.ok(step.progress >= said[i].progress && step.progress <= 100)
      // with PACE the passport application is looked for after access is had
      const connects = name === 'germany' && step.stage === 'connect'
      assert.ok(connects || order.indexOf(step.stage) >= order.indexOf(said[i].stage), `${said[i].stage} then ${step.stage}`)
    }
    assert.ok(said.every(({ apdu }) => apdu instanceof Uint8Array && apdu.length >= 4 && apdu.length <= 261))
    const opens = said.some(({ apdu }) => apdu[1] === 0x86) ? 'PACE' : 'BAC'
    assert.equal(opens, name === 'china' ? 'BAC' : 'PACE')
  })

  test(`${name}: a copied chip is refused although its data are signed`, () => {
    const result = judged(passport, { copied: true })
    assert.deepEqual([result.outcome, result.level, result.original], ['not-authentic', 'none', 'failed'])
    assert.ok(result.reasons.some(({ code }) => code.startsWith('chip.')), JSON.stringify(result.reasons))
    assert.equal(result.lines, undefined)
  })

  test(`${name}: data changed after signing are refused by name`, () => {
    const result = judged(passport, { forged: true })
    assert.deepEqual([result.outcome, result.level], ['not-authentic', 'none'])
    assert.ok(result.reasons.some(({ code, at }) => code === 'passport.group-changed' && at === 'DG1'))
    assert.equal(result.names, undefined)
  })

  test(`${name}: an issuer on no list gives no level`, () => {
    const result = judged(passport, { unlisted: true })
    assert.deepEqual([result.outcome, result.level], ['issuer-unknown', 'none'])
    assert.deepEqual(result.reasons.map(({ code }) => code), ['passport.issuer-unknown'])
  })

  test(`${name}: a wrong key opens nothing, and says so`, () => {
    const session = new core.ChipSession({ ...passport.pieces, birth: '9001022' })
    assert.throws(() => carry(session, mock.openChip(passport)), { name: 'HealthpassError', code: 'chip.access.wrong-key' })
  })

  test(`${name}: a chip lost anywhere is read to the end when it is back`, () => {
    const whole = mock.openChip(passport)
    assert.equal(carry(new core.ChipSession({ lines: passport.lines }), whole), 'done')
    for (let at = 1; at <= whole.commands(); at += 1) {
      const chip = mock.openChip(passport)
      const session = new core.ChipSession({ lines: passport.lines })
      chip.fault('lost', at)
      assert.equal(carry(session, chip), 'lost', `command ${at}`)
      chip.reset()
      session.restart()
      assert.equal(carry(session, chip), 'done', `after command ${at}`)
      const { outcome, original } = session.judge(known, AT)
      assert.deepEqual([outcome, original], ['authentic', 'proved'], `after command ${at}`)
    }
  })

  test(`${name}: an answer changed on its way never passes`, () => {
    const whole = mock.openChip(passport)
    carry(new core.ChipSession({ lines: passport.lines }), whole)
    for (let at = 1; at <= whole.commands(); at += 1) {
      const chip = mock.openChip(passport)
      const session = new core.ChipSession({ lines: passport.lines })
      chip.fault('tampered', at)
      let result
      try {
        carry(session, chip)
        result = session.judge(known, AT)
      } catch (error) {
        assert.equal(error.name, 'HealthpassError', error.stack)
        assert.match(error.code, /^chip\./)
        continue
      }
      // what is sent in the clear before access is harmless; nothing else of the chip may have changed
      if (result.outcome === 'authentic') assert.deepEqual(result.lines, passport.lines, `command ${at}`)
    }
  })
}

test('a chip that will not say whether it is the original is only read', () => {
  const passport = PASSPORTS.china
  const session = new core.ChipSession({ lines: passport.lines })
  const chip = mock.openChip(passport)
  chip.fault('mute', 1)
  assert.equal(carry(session, chip), 'done')
  const result = session.judge(known, AT)
  assert.deepEqual([result.outcome, result.level, result.original], ['authentic', 'chip', 'unanswered'])
  assert.ok(result.weakest.some(({ code }) => code.startsWith('chip.active')))
})

test('the chip’s full name and its level bind in the wallet', async () => {
  const result = judged(PASSPORTS.china)
  assert.equal(result.names.fullName, '张伟')
  const wallet = await walletCore()
  const holder = wallet.Wallet.open([])
  const bound = holder.bindRead(null, { lines: result.lines, level: result.level, nativeFullName: result.names.fullName }, AT)
  assert.deepEqual([bound.document.level, bound.document.nativeName], ['chip-original', '张伟'])
  const typed = holder.bind(bound.personId, { kind: 'ordinary', lines: PASSPORTS.china.lines }, AT)
  assert.equal(typed.document.level, 'chip-original', 'typing it again takes nothing away')
  const unknown = judged(PASSPORTS.china, { unlisted: true })
  assert.throws(() => holder.bindRead(null, { lines: PASSPORTS.china.lines, level: unknown.level }, AT), { code: 'bind.level' })
})

test('nothing is judged before the end, and what opens nothing is named', () => {
  const session = new core.ChipSession({ lines: PASSPORTS.china.lines })
  assert.throws(() => session.judge(known, AT), { code: 'chip.unfinished' })
  assert.throws(() => new core.ChipSession({ number: 'E123456781', birth: '9001011', expiry: '3301155' }), { code: 'chip.access.input' })
  assert.throws(() => new core.ChipSession({}), { code: 'chip.access.input' })
  assert.throws(() => new core.ChipSession({ lines: ['A', 'B'] }), /mrz\./)
})

test('authorities come in a signed bundle, and from nobody else', () => {
  const trust = inTarget('demo/trust')
  const bundle = fs.readFileSync(path.join(trust, 'bundle.cbor'))
  const { root: pin } = JSON.parse(fs.readFileSync(path.join(trust, 'root.json'), 'utf8'))
  const listed = new core.Authorities()
  const now = new Date().toISOString()
  const summary = listed.loadTrust(bundle, pin, now)
  assert.deepEqual([summary.authorities, summary.countries, summary.environment], [2, ['CN', 'DE'], 'demo'])
  const session = new core.ChipSession({ lines: PASSPORTS.china.lines })
  carry(session, mock.openChip(PASSPORTS.china))
  assert.equal(session.judge(listed, now).level, 'chip-original')
  const late = session.judge(listed, '2036-01-01T00:00:00Z')
  assert.ok(late.weakest.some(({ code }) => code === 'issuer.list-expired'), 'an old list is said to be old')
  assert.equal(session.judge(new core.Authorities(), now).outcome, 'issuer-unknown')
  assert.throws(() => listed.loadTrust(bundle, '00'.repeat(32), now), { code: 'trust.not-from-root' })
  assert.equal(session.judge(listed, now).level, 'chip-original', 'a refused bundle takes nothing away')
})

/** A frame of `tests/frames` as a camera gives it. */
function frame(name) {
  const grey = brotliDecompressSync(fs.readFileSync(path.join(root, `tests/frames/${name}.grey.br`)))
  assert.equal(grey.length, 1280 * 720)
  const pixels = new Uint8ClampedArray(grey.length * 4)
  grey.forEach((level, at) => pixels.set([level, level, level, 255], at * 4))
  return pixels
}

for (const [name, { lines }] of Object.entries(PASSPORTS)) {
  test(`the camera reads the zone of ${name} in a frame, and is sure after a few`, () => {
    const camera = new core.MrzCamera()
    const pixels = frame(name)
    let seen = camera.read(pixels, 1280, 720)
    assert.deepEqual([seen.lines, seen.checksHold, seen.steady], [lines, true, false], JSON.stringify(seen))
    assert.ok(seen.mrz.ok)
    assert.ok(seen.band.x > 0 && seen.band.x < 1280 && seen.band.width > 600, JSON.stringify(seen.band))
    for (let n = 0; n < 3 && !seen.steady; n += 1) seen = camera.read(pixels, 1280, 720)
    assert.deepEqual([seen.lines, seen.steady], [lines, true])
    camera.reset()
    assert.equal(camera.read(pixels, 1280, 720).steady, false, 'another document begins anew')
  })
}

test('what is no picture of a zone is said to be none', () => {
  const camera = new core.MrzCamera()
  const white = new Uint8Array(640 * 480 * 4).fill(255)
  assert.deepEqual(camera.read(white, 640, 480), { checksHold: false, steady: false, votes: 0, hint: 'camera.no-lines' })
  assert.equal(camera.read(white, 640, 481).hint, 'camera.frame')
})

const bytes = (text) => Buffer.from(text, 'base64')

test('our own passports get the answers of the native core, byte for byte', () => {
  const folder = path.join(root, 'tests/passports')
  const names = fs.readdirSync(folder)
  assert.ok(names.length >= 10)
  for (const name of names) {
    const { id, sod, groups, authorities: trusted, answer } = JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8'))
    const some = new core.Authorities()
    trusted.forEach((certificate) => some.add(bytes(certificate)))
    const files = { sod: bytes(sod), groups: groups.map(({ number, file }) => ({ number, file: bytes(file) })) }
    assert.equal(some.authenticateJson(files), answer, id)
  }
})

test('other people’s passports get the answers of the native program, byte for byte', (context) => {
  const folder = thirdParty('passport/synthetic')
  if (!folder) return context.skip('vectors not found')
  const cases = fs.readdirSync(folder).filter((name) => fs.existsSync(path.join(folder, name, 'EF_SOD.bin')))
  assert.ok(cases.length >= 25, `${cases.length} cases`)
  const outcomes = new Set()
  for (const name of cases) {
    const { sod, groups, csca } = filesOf(path.join(folder, name))
    const options = ['--sod', sod, ...groups.flatMap(([number, file]) => ['--dg', `${number}=${file}`]), '--csca', csca, '--json']
    const native = said(['passport', 'authenticate', ...options])
    const some = new core.Authorities()
    some.add(fs.readFileSync(csca))
    const ours = some.authenticateJson({ sod: fs.readFileSync(sod), groups: groups.map(([number, file]) => ({ number, file: fs.readFileSync(file) })) })
    assert.equal(ours, native, name)
    outcomes.add(JSON.parse(ours).outcome)
  }
  assert.ok(outcomes.has('authentic') && outcomes.has('not-authentic'), [...outcomes].join())
})

function said(args) {
  try {
    return execFileSync(program('healthpass'), args, { encoding: 'utf8', cwd: os.tmpdir(), stdio: ['ignore', 'pipe', 'pipe'] }).trim()
  } catch (error) {
    if (!error.stdout) throw error
    return error.stdout.trim()
  }
}

function filesOf(folder) {
  const groups = fs.readdirSync(folder).map((name) => /^EF_DG(\d+)\.bin$/.exec(name)).filter(Boolean)
  return {
    sod: path.join(folder, 'EF_SOD.bin'),
    groups: groups.map(([name, number]) => [Number(number), path.join(folder, name)]),
    csca: path.join(folder, 'csca.cer'),
  }
}

test('a misread zone is repaired or asked about, by the wallet', async () => {
  const wallet = await walletCore()
  const [one, two] = PASSPORTS.china.lines
  const repair = wallet.repairMrz([one, two.replace('9001011', '90O1011')])
  assert.deepEqual([repair.ok, repair.lines, repair.questions], [true, [one, two], []])
  assert.deepEqual(repair.changes.map(({ field, from, to }) => [field, from, to]), [['birth', 'O', '0']])
  assert.throws(() => wallet.repairMrz(['A']), /mrz\./)
})
