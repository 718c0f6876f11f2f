// The traveller's trip: planned stop by stop, answered leg by leg, updated on request, and never more than was checked.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { after, afterEach, before, beforeEach, test } from 'node:test'
import { foreign, openBrowser, until, watch } from '../lib/browser.mjs'
import { built, program, root, sentences } from '../lib/repo.mjs'
import { openWallet, PHONE } from '../lib/wallet.mjs'

const en = sentences('en')
const PASSPHRASE = 'TEST ONLY passphrase'
/** Milliseconds. */
const DAY = 86400000
const ADDRESS = 'https://rules.example/'
const healthpass = (...options) =>
  execFileSync(program('healthpass'), options, { encoding: 'utf8', env: { ...process.env, HEALTHPASS_PASSPHRASE: PASSPHRASE } })

let world
let browser
let seen
let wallet
before(async () => { world = await newWorld() })
after(() => world?.close())
beforeEach(async () => {
  browser = await openBrowser({ options: PHONE })
  seen = watch(browser.context)
  wallet = await openWallet(browser.context, world.wallet)
})
afterEach(async () => {
  const errors = await wallet.errors()
  await browser.close()
  assert.deepEqual(errors, [])
  assert.deepEqual(foreign(seen.requests, world.wallet), [])
})

/** An issuer of vaccination certificates, signed yellow fever packs, and the wallet built with the second edition. */
async function newWorld() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'healthpass-trip-'))
  const at = (name) => path.join(folder, name)
  for (const name of ['root', 'stranger', 'issuer']) healthpass('keys', 'new', '--country', 'DE', '--name', `TEST ONLY ${name}`, at(name))
  const trust = ['--name', 'Test list', '--environment', 'test', '--days', '30', '--root-key', at('root.key.pem'), '--cert', at('issuer.cert.pem')]
  healthpass('trust', 'build', ...trust, '--out', at('bundle.cbor'))
  const pin = (name) => fs.readFileSync(at(`${name}.sha256`), 'utf8').trim().split(/\s/)[0]
  const shipped = JSON.parse(fs.readFileSync(path.join(root, 'crates/cert/rules/yellow-fever.json'), 'utf8'))
  const days = (n) => new Date(Date.now() + n * DAY).toISOString().replace(/\.\d+/, '')
  const pack = (name, sequence, signer, changes = {}) => {
    fs.writeFileSync(at(`${name}.json`), JSON.stringify({ ...shipped, sequence, ...changes }))
    // what has run out is not signed any more: its publisher signed it in time
    healthpass('rules', 'build', '--at', changes.createdAt ?? days(0), '--root-key', at(`${signer}.key.pem`), '--out', at(`${name}.cbor`), at(`${name}.json`))
    return fs.readFileSync(at(`${name}.cbor`)).toString('base64')
  }
  const packs = {
    second: pack('second', 2, 'root'),
    first: pack('first', 1, 'root'),
    third: pack('third', 3, 'root'),
    forged: pack('forged', 9, 'stranger'),
    old: pack('old', 4, 'root', { createdAt: days(-40), expiresAt: days(-10) }),
  }
  const server = await serveWallet(folder, {
    trust: { bundle: fs.readFileSync(at('bundle.cbor')).toString('base64'), root: pin('bundle.cbor') },
    rules: { root: pin('second.cbor'), packs: [packs.second] },
    revocation: null,
  })
  return {
    wallet: server.url,
    packs,
    /** A certificate of a yellow fever dose given on a day. */
    dose(day) {
      const content = JSON.parse(fs.readFileSync(path.join(root, 'crates/xtask/samples/anna-maria-yellow-fever.json'), 'utf8'))
      fs.writeFileSync(at('dose.json'), JSON.stringify({ ...content, vx: { ...content.vx, dv: day } }))
      const issuer = ['--key', at('issuer.key.pem'), '--cert', at('issuer.cert.pem')]
      return healthpass('issue', ...issuer, '--expires', days(900), at('dose.json')).trim()
    },
    close() {
      server.close()
      fs.rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The wallet's real sources in the browser host, with these lists in place of the demo's. */
async function serveWallet(folder, lists) {
  process.env.HEALTHPASS_XTASK ??= program('xtask')
  const host = path.join(root, 'mini-program/host')
  const [{ build }, { serve }] = await Promise.all([import(path.join(host, 'build.mjs')), import(path.join(host, 'serve.mjs'))])
  const source = path.join(folder, 'miniprogram')
  fs.cpSync(built(root, 'mini-program/miniprogram'), source, { recursive: true })
  for (const [name, list] of Object.entries(lists)) fs.writeFileSync(path.join(source, `core/${name}.js`), `module.exports = ${JSON.stringify(list)}\n`)
  await build(source, path.join(folder, 'out'))
  return serve(path.join(folder, 'out'))
}

/** `YYYY-MM-DD`, days from now. */
const dayFrom = (days) => new Date(Date.now() + days * DAY).toISOString().slice(0, 10)
const written = (day) => {
  const [year, month, date] = day.split('-')
  const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
  return `${+date} ${months[month - 1]}${year === String(new Date().getFullYear()) ? '' : ` ${year}`}`
}

const on = (page) => until(async () => (await wallet.route()) === `pages/${page}/${page}` && (await wallet.data()).phase === 'ready')
const call = (method, ...args) => wallet.frame.evaluate(([name, given]) => window.__host.pages.at(-1)[name](...given), [method, args])
/** Everything on the screen, with ordinary spaces. */
const screen = async () => (await wallet.screen()).replaceAll('\u00a0', ' ')
const says = (text) => until(async () => (await screen()).includes(text))
const back = () => wallet.frame.evaluate(() => window.__host.wx.navigateBack())

async function choose(typed, name) {
  await wallet.frame.locator('input').filter({ visible: true }).fill(typed)
  await wallet.tap(name)
  await until(async () => !(await wallet.data()).searching)
}

/** In the `nth` picker of a kind on the screen. */
async function pick(kind, nth, value) {
  const names = { date: 'Date', time: 'Time', clock: 'Clock there' }
  await wallet.frame.getByText(names[kind], { exact: true }).filter({ visible: true }).nth(nth).click()
  if (kind === 'clock') await wallet.page.locator('.picker-list').selectOption({ label: value })
  else await wallet.page.locator('.picker-moment').fill(value)
  await wallet.page.locator('.picker-ok').click()
}

/** From home, by the screens: from Ghana at 10:00 on a day to Shanghai at noon on the next. */
async function planGhanaToChina(leaves, arrives) {
  await wallet.go('/pages/plan/plan')
  await wallet.tap('Where you leave from')
  await on('stop')
  await choose('gha', 'Ghana')
  await pick('date', 0, leaves)
  await pick('time', 0, '10:00')
  await says('UTC')
  await wallet.tap('Done')
  await on('plan')
  await wallet.tap('Add the next stop')
  await on('stop')
  await choose('中国', 'China')
  await pick('date', 0, arrives)
  await pick('time', 0, '12:00')
  await wallet.tap('Done')
  await on('plan')
}

/** The trip above without the screens. */
async function keepGhanaToChina() {
  await planGhanaToChina(dayFrom(5), dayFrom(6))
  await wallet.tap('Check this trip')
  await on('trip')
}

/** What the address answers: names of files to base64, or to a text; anything else is not there. */
async function publish(files) {
  await wallet.frame.evaluate((given) => {
    window.__host.replies.request = ({ url }) => {
      const found = given[url]
      const text = found && (found.text ?? atob(found.bytes))
      return { statusCode: text ? 200 : 404, data: Uint8Array.from(text || '', (letter) => letter.charCodeAt(0)).buffer }
    }
  }, files)
}

const publishPack = (bytes) => publish({
  [`${ADDRESS}trust/rules.json`]: { text: JSON.stringify({ packs: ['rules-yellow-fever.cbor', '../../evil.cbor'] }) },
  [`${ADDRESS}trust/rules-yellow-fever.cbor`]: { bytes },
})

async function updateFrom(address) {
  await wallet.go('/pages/update/update')
  await wallet.frame.locator('textarea').filter({ visible: true }).fill(address)
  await wallet.tap('Update now')
  await until(async () => !(await wallet.data()).busy)
}

test('a dose that is too young: the gap in days, until when to wait, and who says so', async () => {
  const dose = dayFrom(-1)
  await wallet.add(world.dose(dose))
  await keepGhanaToChina()
  await wallet.sees('3 days short')
  await wallet.sees('Rule not met')
  await says(`Arrive on or after ${written(dayFrom(9))}`)
  await says('yours will be 7 days old')
  await says(`Dose ${written(dose)}`)
  await says('VR-XW-0001')
  await says('6 days of quarantine')
  await says('No rules here for this place: ask there')
  const { span, legs } = await wallet.data()
  assert.equal(span.passed, 75, JSON.stringify(span))
  assert.deepEqual(legs.map(({ name }) => name), ['Leaving Ghana', 'Entering China'])
  // the same answer in small, on the first screen and at the certificate
  await wallet.home()
  await says('3 days short')
  const { people: [{ certificates: [{ id }] }] } = await wallet.data()
  await wallet.go(`/pages/certificate/certificate?id=${id}`)
  await wallet.sees('On this trip')
  await wallet.sees('3 days short')
})

test('the other date is chosen where the answer leads, and the answer changes', async () => {
  await wallet.add(world.dose(dayFrom(-1)))
  await keepGhanaToChina()
  await wallet.tap('Change the date')
  await on('stop')
  await wallet.sees('China')
  await pick('date', 0, dayFrom(9))
  await wallet.tap('Done')
  await on('plan')
  await wallet.tap('Check this trip')
  await on('trip')
  // met where there are rules; leaving Ghana has none, and that is no pass
  await wallet.sees('Known rules met')
  await says('None here for Ghana: that does not mean that nothing is asked for.')
  assert.equal((await wallet.data()).band.tone, 'look')
  const { shown: [certificate] } = await wallet.data()
  assert.equal(certificate.detail, 'Entering China')
  await call('onCertificate', { currentTarget: { dataset: { id: certificate.id } } })
  await on('certificate')
  await wallet.sees('To be shown')
})

test('half a trip is no trip, and without anybody or a trip there is no answer', async () => {
  await wallet.go('/pages/trip/trip')
  await wallet.sees('No trip yet')
  await wallet.tap('Plan a trip')
  await on('plan')
  await wallet.tap('Where you leave from')
  await on('stop')
  await choose('巴基', 'Pakistan')
  await back()
  await on('plan')
  await wallet.sees('Pakistan')
  await wallet.go('/pages/trip/trip')
  await wallet.sees('No trip yet')
  await wallet.go('/pages/plan/plan')
  await wallet.agree()
  await wallet.tap('Delete this trip')
  await on('home')
  await keepGhanaToChina()
  await wallet.sees('Nobody yet')
  assert.equal((await wallet.data()).band, null)
})

test('what is missing of a stop is where the button leads, and no trip is kept before it is whole', async () => {
  await wallet.go('/pages/plan/plan')
  await wallet.tap('Where you leave from')
  await on('stop')
  await wallet.tap('Choose the country')
  assert.equal(await wallet.route(), 'pages/stop/stop')
  await choose('fran', 'France')
  await says('This phone’s clock now')
  await pick('clock', 0, 'UTC+1')
  await wallet.tap('Done')
  await on('plan')
  await wallet.tap('Add the next stop')
  await choose('united st', 'United States')
  await says('United States has several clocks')
  await wallet.tap('Choose date and time of arrival')
  await wallet.sees('This is still needed.')
  await back()
  await on('plan')
  await wallet.sees('Complete: France')
  await wallet.tap('Complete: France')
  await on('stop')
  await pick('date', 0, dayFrom(5))
  await pick('time', 0, '10:00')
  await wallet.tap('Done')
  await on('plan')
  await wallet.tap('Complete: United States')
  await on('stop')
  await pick('date', 0, dayFrom(4))
  await pick('time', 0, '10:00')
  await wallet.tap('Choose the clock there')
  await pick('clock', 0, 'UTC-5')
  await wallet.tap('Done')
  await on('plan')
  await wallet.sees('Correct the times: United States')
  await wallet.home()
  assert.equal((await wallet.data()).hasTrip, false)
})

test('stops change places, a transit is no entry, and the trip is there after a new start', async () => {
  await planGhanaToChina(dayFrom(5), dayFrom(6))
  await wallet.tap('China')
  await on('stop')
  await wallet.tap('Move one place earlier')
  await wallet.tap('Move one place later')
  await says('Arriving')
  // moving took the times with their meaning: they are asked for again
  await pick('date', 0, dayFrom(6))
  await pick('time', 0, '12:00')
  await wallet.tap('Done')
  await on('plan')
  await wallet.tap('Complete: Ghana')
  await on('stop')
  await pick('date', 0, dayFrom(5))
  await pick('time', 0, '10:00')
  await wallet.tap('Done')
  await on('plan')
  await wallet.sees('Check this trip')
  await wallet.page.close()
  wallet = await openWallet(browser.context, world.wallet)
  await wallet.go('/pages/plan/plan')
  assert.deepEqual((await wallet.data()).stops.map(({ name }) => name), ['Ghana', 'China'])
  const stored = await wallet.frame.evaluate(() => JSON.stringify({ ...localStorage }))
  assert.ok(!stored.includes('"GH"') && !stored.includes('departs'), 'the trip is encrypted at rest')
  await wallet.agree()
  await wallet.tap('Delete this trip')
  await on('home')
  assert.equal((await wallet.data()).hasTrip, false)
})

test('an update is asked of the address on the screen only, and says what came of it', async () => {
  await publishPack(world.packs.third)
  await wallet.go('/pages/update/update')
  assert.deepEqual(await wallet.calls('request'), [])
  await updateFrom(ADDRESS)
  await says('now the edition of')
  assert.deepEqual((await wallet.calls('request')).map(({ url }) => url).sort(), [
    `${ADDRESS}trust/revocation.json`, `${ADDRESS}trust/rules-yellow-fever.cbor`, `${ADDRESS}trust/rules.json`,
  ])
  await says('number 3')
  // it is there after a new start, and the same edition again is nothing new
  await wallet.page.close()
  wallet = await openWallet(browser.context, world.wallet)
  await wallet.go('/pages/update/update')
  await says('number 3')
  await publishPack(world.packs.third)
  await updateFrom(ADDRESS)
  await says('this edition was here already')
})

test('what is older, forged, or not there is refused in words, and the old edition stays', async () => {
  const refusals = { first: en['reason.rules.rollback'], forged: en['reason.rules.pack.not-from-root'] }
  for (const [name, sentence] of Object.entries(refusals)) {
    await publishPack(world.packs[name])
    await updateFrom(ADDRESS)
    await says('not used, the one here stays')
    assert.ok(sentence, name)
    await says(sentence.split(/[({]/)[0].trim())
    await says('number 2')
  }
  await publish({})
  await updateFrom(ADDRESS)
  await says('There are no rules and no list at this address.')
  await says('404')
  await wallet.go('/pages/update/update')
  await wallet.frame.locator('textarea').filter({ visible: true }).fill('http://rules.example/')
  await wallet.tap('Update now')
  await wallet.sees('The address has to begin with https://')
})

test('rules past their date still answer, and say that they are old', async () => {
  await wallet.add(world.dose(dayFrom(-1)))
  await publishPack(world.packs.old)
  await updateFrom(ADDRESS)
  await says('It has run out')
  await keepGhanaToChina()
  await wallet.sees('3 days short')
  await wallet.sees('Old rules')
})
