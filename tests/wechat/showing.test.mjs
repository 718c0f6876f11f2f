// A protected code: what the traveller chooses is what the officer's desk reads from the pixels, no more and no less.
import assert from 'node:assert/strict'
import path from 'node:path'
import { after, afterEach, before, beforeEach, test } from 'node:test'
import { foreign, openBrowser, until, watch } from '../lib/browser.mjs'
import { PASSPORTS } from '../lib/passport.mjs'
import { root, sentences } from '../lib/repo.mjs'
import { deviceKeyOf, newWorld } from '../lib/showing.mjs'
import { traveller } from '../lib/traveller.mjs'
import { openWallet, PHONE } from '../lib/wallet.mjs'

const en = sentences('en')
const ZONE = PASSPORTS.china.lines
const SAMPLE = path.join(root, 'crates/xtask/samples/zhang-wei.json')
const PAKISTAN = 'Border Health Services, Pakistan'
const CONSULATE = 'Consulate-General of France, Guangzhou'
let world
let browser
let seen
let wallet
let holder
before(async () => { world = await newWorld() })
after(() => world?.close())
beforeEach(async () => {
  browser = await openBrowser({ options: PHONE })
  seen = watch(browser.context)
  await open()
})
afterEach(async () => {
  const errors = await wallet.errors()
  await browser.close()
  assert.deepEqual(errors, [])
  assert.deepEqual(foreign(seen.requests, world.wallet), [])
})

async function open() {
  wallet = await openWallet(browser.context, world.wallet)
  holder = traveller(wallet, world, ZONE)
}

const asked = (more = {}) => ({ at: new Date().toISOString(), mrz: ZONE, ...more })
const labels = ({ facts }) => facts.map(({ label }) => label)
const valueOf = ({ facts }, label) => facts.find((fact) => fact.label === label)?.value.replaceAll('\u00a0', ' ')

test('no code before a passport is bound, whichever way leads there', async () => {
  await wallet.add(world.issued(SAMPLE))
  await wallet.home()
  const { people: [{ certificates: [{ id }] }] } = await wallet.data()
  for (const page of ['choose', 'code']) {
    await wallet.go(`/pages/${page}/${page}?id=${id}`)
    await wallet.sees(en['reason.gate.no-document'])
    assert.equal(await wallet.codes(), 0, page)
    assert.ok(!(await wallet.screen()).includes('Make the'), page)
  }
  await wallet.tap('Bind a passport')
  await holder.on('bind')
})

test('a request is a code and a text, and its answer one certificate with one-time codes', async () => {
  await wallet.go('/pages/bind/bind')
  await wallet.bind(ZONE)
  await wallet.go(`/pages/request/request?person=${await holder.personId()}`)
  await wallet.tap('Make the request')
  const { made } = await wallet.data()
  assert.equal(await holder.codeOnScreen(), made.text)
  await wallet.tap('Copy the text')
  assert.equal((await wallet.calls('setClipboardData')).at(-1).data, made.text)
  // the request itself is no answer
  await holder.paste(made.text)
  await wallet.sees('There is no answer on the clipboard. Copy the issuer’s text first.')
  await holder.paste(await world.answer(made.text))
  await holder.on('add')
  await wallet.sees(en['verdict.verified'])
  await wallet.sees('8 of 8 one-time codes left')
  await wallet.home()
  assert.equal((await wallet.data()).people[0].certificates.length, 1)
})

test('the answer comes as a file, as a scanned code, or through the screen for adding', async () => {
  await wallet.go('/pages/bind/bind')
  await wallet.bind(ZONE)
  const person = await holder.personId()
  const again = async () => {
    await wallet.go(`/pages/request/request?person=${person}`)
    await wallet.tap('Make the request')
    const { made } = await until(async () => ((await wallet.data()).made ? wallet.data() : null))
    return world.answer(made.text)
  }
  const file = await again()
  const chooser = wallet.page.waitForEvent('filechooser')
  await wallet.tap('Choose a file with the answer')
  await (await chooser).setFiles({ name: 'answer.txt', mimeType: 'text/plain', buffer: Buffer.from(file) })
  await wallet.sees(en['verdict.verified'])
  const scanned = await again()
  await wallet.frame.evaluate((result) => window.__host.reply('scanCode', { result }), scanned)
  await wallet.tap('Scan the answer')
  await wallet.sees(en['verdict.verified'])
  await wallet.add(await again())
  await wallet.sees(en['verdict.verified'])
  await wallet.home()
  assert.equal((await wallet.data()).people[0].certificates.length, 1)
})

test('an answer to nobody’s request is refused in words', async () => {
  const made = await holder.withBatch()
  await wallet.go('/pages/settings/settings')
  await wallet.agree()
  await wallet.tap('Erase everything')
  await until(async () => (await wallet.route()) === 'pages/home/home' && (await wallet.data()).people?.length === 0)
  await wallet.add(await world.answer(made.text))
  await wallet.sees('Nothing was kept')
  await wallet.sees(en['reason.add.key-unknown'])
})

test('what the preview says is what the desk reads, for any choice', async () => {
  await holder.withBatch()
  await holder.toChoices()
  const { pieces } = await wallet.data()
  const all = pieces.map(({ name }) => name)
  assert.ok(all.length >= 5, all.join())
  // the number is checked against the passport in hand without being told
  assert.deepEqual(pieces.filter(({ shown }) => !shown).map(({ name }) => name), ['Passport number'])
  await holder.seal()
  const records = all.filter((name) => !['Date of birth', 'Passport number'].includes(name))
  for (const shown of [all, ['Date of birth', records[0]], records.slice(1), []]) {
    await holder.showOnly(...shown)
    const { seen: preview } = await wallet.data()
    const left = all.filter((name) => !shown.includes(name))
    const report = world.desk().verify(await holder.make('Make the open code'), asked())
    assert.equal(report.verdict, 'verified', JSON.stringify(report))
    const { certificate, presentation } = report
    assert.equal(presentation.binding, 'issuer-bound')
    assert.equal(valueOf(preview, 'Date of birth'), certificate.person.birthDate ? '1 Jan 1990' : 'not shown')
    assert.equal(valueOf(preview, 'Passport number'), certificate.document.number ?? 'not shown, can be checked')
    assert.equal(labels(preview).filter((label) => records.includes(label)).length, certificate.records.length)
    assert.equal(certificate.records.length, shown.filter((name) => records.includes(name)).length)
    assert.equal(presentation.withheld.reduce((sum, { count }) => sum + count, 0), left.length)
    const said = preview.remarks.find(({ heading }) => heading.startsWith('Left out: '))
    assert.equal(said ? said.heading.slice('Left out: '.length).split(', ').length : 0, left.length)
    await wallet.tap('Done')
    await holder.toChoices()
  }
})

test('sealed to one: that authority reads it, and nobody else anything of it', async () => {
  await holder.withBatch()
  await holder.toChoices()
  await wallet.sees('Not chosen yet')
  await holder.seal(['Pakistan', PAKISTAN])
  await wallet.shows(/Anyone else who scans sees only this line/)
  const code = await holder.make('Make the sealed code')
  await wallet.sees(`Sealed for ${PAKISTAN}`)
  assert.equal(world.desk('pakistan').verify(code, asked()).verdict, 'verified')
  for (const other of [world.desk(), world.desk('consulate')]) {
    const report = other.verify(code, asked())
    assert.equal(report.verdict, 'sealed')
    assert.ok(!report.certificate)
    assert.deepEqual(report.presentation.seal.recipients.map(({ name }) => name), [PAKISTAN])
    assert.ok(!JSON.stringify(report).includes('ZHANG'))
  }
})

test('sealed to two, each on another way: both read it; a third is one too many', async () => {
  await holder.withBatch()
  await holder.toChoices()
  await holder.seal(['Pakistan', PAKISTAN], ['Germany', CONSULATE])
  const code = await holder.make('Make the sealed code')
  for (const name of ['pakistan', 'consulate']) assert.equal(world.desk(name).verify(code, asked()).verdict, 'verified', name)
  assert.equal(world.desk('france').verify(code, asked()).verdict, 'sealed')
  await holder.toChoices()
  await holder.call('onReaders')
  await holder.on('reader')
  await wallet.tap('Another destination')
  await wallet.tap('France')
  await wallet.tap('Santé publique France')
  await wallet.sees('A code can be sealed for two at most. Take one away first.')
})

test('with the passport as well: the key alone does not open it', async () => {
  await holder.withBatch()
  await holder.toChoices()
  await holder.seal(['France', CONSULATE])
  await wallet.tap('Needs the passport as well')
  await wallet.shows(/They need the number and the dates in your passport as well/)
  const code = await holder.make('Make the sealed code')
  assert.equal(world.desk('consulate').verify(code, asked()).verdict, 'verified')
  const without = world.desk('consulate').verify(code, asked({ mrz: undefined }))
  assert.ok(!without.certificate)
  assert.notEqual(without.verdict, 'verified')
})

test('a certificate of another kind is shown whole, attested by the phone', async () => {
  await wallet.add(world.issued(SAMPLE))
  await wallet.tap('Bind a passport to show it')
  await wallet.bind(ZONE)
  await wallet.tap('Show a code')
  const ordinary = await holder.codeOnScreen()
  assert.match(ordinary, /^HC1:/)
  await wallet.tap('Protected code')
  await holder.on('choose')
  await wallet.sees('The whole certificate')
  await wallet.sees('Attested by this phone')
  assert.ok((await wallet.data()).whole)
  await holder.seal(['Pakistan', PAKISTAN])
  const report = world.desk('pakistan').verify(await holder.make('Make the sealed code'), asked())
  assert.equal(report.verdict, 'verified', JSON.stringify(report))
  assert.equal(report.presentation.binding, 'device-attested')
})

test('an officer’s question is answered, and only at that desk', async () => {
  await holder.withBatch()
  await holder.toChoices()
  await holder.seal()
  await holder.make('Make the open code')
  const desk = world.desk()
  const question = desk.ask(new Date().toISOString())
  assert.equal(desk.verify(await holder.codeOnScreen(), asked()).verdict, 'not-fresh')
  await wallet.frame.evaluate((result) => window.__host.reply('scanCode', { result }), question.text)
  await wallet.tap('The officer shows a code? Scan it')
  await wallet.sees('Answers Gate-4')
  const code = await holder.codeOnScreen()
  const other = world.desk()
  other.ask(new Date().toISOString())
  assert.equal(other.verify(code, asked()).verdict, 'not-fresh')
  assert.equal(desk.verify(code, asked()).verdict, 'verified')
  // what is no question changes nothing
  await wallet.frame.evaluate(() => window.__host.reply('scanCode', { result: 'https://example.org/menu' }))
  await wallet.tap('Scan another code of the officer')
  await wallet.sees('This is no officer’s question. The code is as before.')
  await wallet.sees('Answers Gate-4')
})

test('each showing has a key of its own, until none is left and it is said', async () => {
  await holder.withBatch()
  const keys = new Set()
  for (let left = 7; left >= 0; left -= 1) {
    await holder.toChoices()
    if (left === 7) await holder.seal()
    assert.ok(!(await wallet.screen()).includes('Can be matched'), `${left + 1} left`)
    const code = await holder.make('Make the open code')
    keys.add(deviceKeyOf(code))
    await holder.call('remake')
    keys.add(deviceKeyOf(await holder.codeOnScreen()))
    await wallet.tap('Done')
    await holder.toChoices()
    await wallet.sees(left === 0 ? 'No one-time code left' : `${left} of 8 one-time codes left`)
  }
  assert.equal(keys.size, 8)
  await wallet.sees('Can be matched with an earlier showing')
  keys.add(deviceKeyOf(await holder.make('Make the open code')))
  assert.equal(keys.size, 8)
})

test('the choice is kept for the next time, encrypted, and goes with everything else', async () => {
  await holder.withBatch()
  await holder.toChoices()
  await holder.seal(['Pakistan', PAKISTAN])
  await holder.showOnly('Date of birth')
  await holder.make('Make the sealed code')
  await wallet.tap('Done')
  await wallet.page.close()
  await open()
  await holder.toChoices()
  await wallet.sees(`Sealed for ${PAKISTAN}`)
  assert.deepEqual((await wallet.data()).pieces.filter(({ shown }) => shown).map(({ name }) => name), ['Date of birth'])
  const stored = await wallet.frame.evaluate(() => JSON.stringify({ ...localStorage }))
  assert.ok(!stored.includes('Pakistan') && !stored.includes('birth-date') && !stored.includes('sealTo'))
  await wallet.go('/pages/settings/settings')
  await wallet.agree()
  await wallet.tap('Erase everything')
  await until(async () => (await wallet.route()) === 'pages/home/home' && (await wallet.data()).people?.length === 0)
  assert.deepEqual(await wallet.frame.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('healthpass/'))), [])
})
