// The traveller's main job: add a certificate, bind the passport, show the code; and no code before.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openBrowser, until } from '../lib/browser.mjs'
import { samples, startDemo } from '../lib/demo.mjs'
import { sentences } from '../lib/repo.mjs'
import { openWallet, PHONE } from '../lib/wallet.mjs'

const en = sentences('en')
let demo
let browser
let wallet
let international
before(async () => {
  demo = await startDemo()
  international = samples().international
  browser = await openBrowser({ options: PHONE })
  wallet = await openWallet(browser.context, demo.wallet)
})
after(async () => {
  await browser?.close()
  demo?.stop()
})

test('a scanned certificate is kept and judged', async () => {
  await wallet.tap('Add a certificate')
  await wallet.scan(international.text)
  await wallet.sees(en['verdict.verified'])
  await wallet.shows(/张伟/)
  await wallet.sees('Bind a passport to show it')
})

test('the same code again is refused, and nothing is lost', async () => {
  await wallet.add(international.text)
  await wallet.sees('Nothing was kept')
  await wallet.home()
  assert.equal((await wallet.data()).people.flatMap(({ certificates }) => certificates).length, 1)
})

test('what is no certificate is refused in words', async () => {
  await wallet.add('https://example.org/menu')
  await wallet.sees(en['verdict.unreadable'])
  await wallet.sees('Nothing was kept')
})

test('closing the scanner changes nothing', async () => {
  await wallet.go('/pages/add/add')
  await wallet.frame.evaluate(() => window.__host.reply('scanCode', { fail: 'cancel' }))
  await wallet.tap('Scan a code')
  await until(async () => (await wallet.calls('scanCode')).length > 0)
  assert.equal((await wallet.data()).outcome, null)
  assert.equal((await wallet.data()).trouble, '')
})

test('no code before a passport is bound, whichever way leads there', async () => {
  await wallet.home()
  const [person] = (await wallet.data()).people
  const [certificate] = person.certificates
  assert.equal(certificate.showable, false)
  assert.ok(!(await wallet.screen()).includes('Show a code'))
  for (const address of ['/pages/show/show', `/pages/show/show?id=${certificate.id}`]) {
    await wallet.go(address)
    assert.equal(await wallet.codes(), 0, address)
    assert.equal((await wallet.data()).shown, null)
  }
  await wallet.sees(en['reason.gate.no-document'])
  assert.deepEqual(await wallet.calls('setScreenBrightness'), [])
})

test('one wrong character in any field is named on the screen and does not bind', async () => {
  const [first, second] = international.passport
  const slips = {
    number: [first, second.replace('E12345678', 'E12345670')],
    birth: [first, second.replace('9001011', '9002011')],
    expiry: [first, second.replace('3301155', '3301156')],
  }
  for (const [part, lines] of Object.entries(slips)) {
    await wallet.home()
    await wallet.tap('Bind a passport')
    await wallet.type(lines)
    const field = wallet.frame.locator(`[id$="field-${part}"]`)
    await until(async () => /does not agree. After \S+ the digit would be \d, not \d/.test(await field.innerText()))
    assert.equal(await wallet.field(part).getAttribute('aria-invalid'), 'true')
    const names = { number: 'the passport number', birth: 'the date of birth', expiry: 'the expiry date' }
    await wallet.tap(`Correct ${names[part]}`)
    assert.equal(await wallet.route(), 'pages/bind/bind')
    assert.equal((await wallet.data()).outcome, null)
  }
  await wallet.home()
  assert.equal((await wallet.data()).people[0].bound, false)
})

test('a passport of somebody else is refused for this certificate', async () => {
  await wallet.home()
  await wallet.tap('Bind a passport')
  await wallet.type(samples()['digital-covid'].passport)
  await wallet.tap('Bind this passport')
  await until(async () => {
    const { outcome, refused } = await wallet.data()
    return outcome?.differ.length || refused.length
  })
  assert.equal((await wallet.data()).outcome?.agree.length ?? 0, 0)
  await wallet.go('/pages/show/show')
  assert.equal(await wallet.codes(), 0)
})

test('the right passport binds and the code is shown, bright', async () => {
  await wallet.home()
  const { people: [person] } = await wallet.data()
  await wallet.go(`/pages/bind/bind?person=${person.id}`)
  if ((await wallet.data()).person?.bound) await wallet.tap('Bind a new passport')
  await wallet.bind(international.passport)
  await wallet.tap('Show a code')
  await wallet.sees('张伟')
  const { width, height } = await wallet.code()
  assert.equal(width, height)
  await wallet.shows(/typed by the holder/)
  await wallet.shows(/5678/)
  await until(async () => (await wallet.calls('setScreenBrightness')).some(({ value }) => value === 1))
})

test('nothing went wrong on the way', async () => {
  assert.deepEqual(await wallet.errors(), [])
})
