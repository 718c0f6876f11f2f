// The wallet beyond the main job: several people, brightness, language, theme, storage, erasing.
import assert from 'node:assert/strict'
import { after, before, beforeEach, afterEach, test } from 'node:test'
import { foreign, openBrowser, until, watch } from '../lib/browser.mjs'
import { samples, startDemo } from '../lib/demo.mjs'
import { sentences } from '../lib/repo.mjs'
import { own } from '../lib/vectors.mjs'
import { openWallet, PHONE } from '../lib/wallet.mjs'

/** What a network would need. */
const NETWORK = ['request', 'uploadFile', 'downloadFile', 'connectSocket', 'sendSocketMessage', 'createUDPSocket', 'createTCPSocket', 'login', 'cloud']

let demo
let all
let browser
let wallet
let seen
before(async () => {
  demo = await startDemo()
  all = samples()
})
after(() => demo?.stop())
beforeEach(async () => {
  browser = await openBrowser({ options: PHONE })
  seen = watch(browser.context)
  wallet = await openWallet(browser.context, demo.wallet)
})
afterEach(async () => {
  const errors = await wallet.errors()
  await browser.close()
  assert.deepEqual(errors, [])
})

/** Adds a sample and binds its passport. */
async function addAndBind(name) {
  await wallet.add(all[name].text)
  await wallet.tap('Bind a passport to show it')
  await wallet.bind(all[name].passport)
}

const people = async () => {
  await wallet.home()
  return (await wallet.data()).people
}

/** Closes the mini-program and opens it again, as the phone would days later. */
async function reopen(query) {
  await wallet.page.close()
  wallet = await openWallet(browser.context, demo.wallet, query)
}

test('a family: each person has a passport, Next leads from code to code', async () => {
  await addAndBind('international')
  await addAndBind('digital-covid')
  const family = await people()
  assert.equal(family.length, 2)
  assert.ok(family.every(({ bound }) => bound))
  await wallet.tap('Show a code')
  const first = await wallet.code()
  const { shown: one } = await wallet.data()
  await wallet.sees('1 of 2')
  await wallet.tap('Next')
  await wallet.sees('2 of 2')
  await until(async () => (await wallet.data()).shown.latin !== one.latin || (await wallet.data()).shown.name !== one.name)
  await until(async () => Buffer.compare((await wallet.code()).grey, first.grey) !== 0)
  await wallet.tap('Next')
  await wallet.sees('1 of 2')
})

test('the screen is bright while a code shows, and as before when it leaves', async () => {
  await addAndBind('international')
  await wallet.frame.evaluate(() => window.__host.wx.setScreenBrightness({ value: 0.3 }))
  await wallet.home()
  await wallet.tap('Show a code')
  await wallet.code()
  const values = async () => (await wallet.calls('setScreenBrightness')).map(({ value }) => value)
  await until(async () => (await values()).at(-1) === 1)
  assert.equal((await wallet.calls('setKeepScreenOn')).at(-1).keepScreenOn, true)
  assert.equal((await wallet.calls('setVisualEffectOnCapture')).at(-1).visualEffect, 'hidden')
  await wallet.tap('Done')
  await until(async () => (await values()).at(-1) === 0.3)
  assert.deepEqual(await values(), [0.3, 1, 0.3])
  assert.equal((await wallet.calls('setKeepScreenOn')).at(-1).keepScreenOn, false)
  assert.equal((await wallet.calls('setVisualEffectOnCapture')).at(-1).visualEffect, 'none')
})

test('brightness comes back when the mini-program goes behind another, and rises again', async () => {
  await addAndBind('international')
  await wallet.home()
  await wallet.tap('Show a code')
  await wallet.code()
  const last = async () => (await wallet.calls('setScreenBrightness')).at(-1)?.value
  await until(async () => (await last()) === 1)
  await wallet.frame.evaluate(() => window.__host.setForeground(false))
  await until(async () => (await last()) === 0.5)
  await wallet.frame.evaluate(() => window.__host.setForeground(true))
  await until(async () => (await last()) === 1)
})

test('the language follows the phone until chosen, and the choice is kept', async () => {
  await wallet.sees('Add a certificate')
  await wallet.go('/pages/settings/settings')
  await wallet.tap('中文')
  await until(async () => /语言/.test(await wallet.screen()) && !/Issuer list/.test(await wallet.screen()))
  await reopen('language=en')
  assert.equal((await wallet.data()).lang, 'zh')
  await wallet.go('/pages/settings/settings')
  await wallet.tap('English')
  await wallet.sees('Issuer list')
  await reopen('language=zh_CN')
  assert.equal((await wallet.data()).lang, 'en')
})

test('a Chinese phone gets Chinese, sentences of the core too', async () => {
  await reopen('language=zh_CN')
  await wallet.frame.evaluate((result) => window.__host.reply('scanCode', { result }), all.international.text)
  await wallet.go('/pages/add/add')
  await wallet.frame.evaluate(() => window.__host.pages.at(-1).onScan())
  await wallet.sees(sentences('zh')['verdict.verified'])
  const words = (await wallet.screen()).replace(/ZHANG WEI|Demo health authority \(TEST ONLY\)|HC1|UTC|ITHC|EU|Verified/g, '')
  assert.doesNotMatch(words, /[A-Za-z]{4,}/)
})

test('dark is dark on every screen, and the code stays black on white', async () => {
  await reopen('language=en&theme=dark')
  const luminance = () => wallet.frame.evaluate(() => {
    const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/\d+/g).map(Number)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  })
  assert.ok(await luminance() < 60)
  await addAndBind('international')
  await wallet.tap('Show a code')
  const { grey } = await wallet.code()
  // the corner is quiet zone
  assert.equal(grey[0], 255)
  assert.deepEqual([...new Set(grey)].sort(), [0, 255])
  for (const page of ['home', 'add', 'bind', 'settings']) {
    await wallet.go(`/pages/${page}/${page}`)
    assert.ok(await luminance() < 60, page)
  }
})

test('after closing, everything is there again', async () => {
  await addAndBind('international')
  await addAndBind('digital-covid')
  const before = await people()
  await reopen()
  assert.deepEqual(await people(), before)
  await wallet.tap('Show a code')
  await wallet.code()
})

test('storage holds nothing that can be read', async () => {
  await addAndBind('international')
  await people()
  const stored = await wallet.frame.evaluate(() => JSON.stringify({ ...localStorage }))
  assert.ok(stored.length > 500)
  const secrets = ['ZHANG', '张伟', 'E12345678', '5678', 'CHN', '9001011', '1990-01-01', 'HC1:', all.international.text.slice(4, 40)]
  for (const secret of secrets) {
    for (const form of [secret, Buffer.from(secret).toString('base64').replace(/=+$/, '').slice(0, -1), Buffer.from(secret).toString('hex')]) {
      // short forms occur by chance in what is encrypted
      if (form.length >= 6) assert.ok(!stored.includes(form), form)
    }
  }
  const written = await wallet.frame.evaluate(() => ({ calls: window.__host.callsOf('setStorage').map(({ key, encrypt }) => ({ key, encrypt })), now: window.__host.callsOf('setStorageSync').length }))
  assert.ok(written.calls.length >= 2)
  assert.ok(written.calls.every(({ encrypt }) => encrypt === true))
  assert.equal(written.now, 0)
})

test('a damaged record is told, and loses nothing else', async () => {
  await addAndBind('international')
  await addAndBind('digital-covid')
  const before = await people()
  // one certificate's record is overwritten on the disk
  const damaged = await wallet.frame.evaluate(() => {
    const name = Object.keys(localStorage).find((key) => /sealed:healthpass\/record\/.*cert/.test(key)) || Object.keys(localStorage).filter((key) => key.includes('sealed:healthpass/record/')).at(-1)
    localStorage.setItem(name, btoa('nonsense that does not decrypt'))
    return name
  })
  await reopen()
  await wallet.shows(/Stored records that cannot be read/)
  const rest = (await wallet.data()).people
  const count = (list) => list.length + list.flatMap(({ certificates }) => certificates).length
  assert.ok(count(rest) > 0)
  assert.equal(count(rest), count(before) - 1, damaged)
  await wallet.tap('Settings and issuer list')
  await wallet.sees('Records that cannot be read')
  await wallet.sees('The phone cannot give back this record.')
  // it is not thrown away
  assert.ok(await wallet.frame.evaluate((key) => localStorage.getItem(key), damaged))
})

test('a full phone is told, and saved again once there is room', async () => {
  await wallet.frame.evaluate(() => { window.__host.replies.setStorage = { fail: 'the maximum size of the file storage limit is exceeded' } })
  await wallet.add(all.international.text)
  await wallet.shows(/could not be saved on this phone/)
  await wallet.home()
  await wallet.shows(/Not yet saved on this phone/)
  await wallet.frame.evaluate(() => { delete window.__host.replies.setStorage })
  await wallet.tap('Save again')
  await until(async () => (await wallet.data()).unsaved === '')
  await reopen()
  assert.equal((await people()).length, 1)
})

test('a removed certificate is gone, the person stays', async () => {
  await addAndBind('international')
  const [{ certificates: [{ id }] }] = await people()
  await wallet.go(`/pages/certificate/certificate?id=${id}`)
  await wallet.agree()
  await wallet.tap('Remove this certificate')
  await until(async () => (await wallet.route()) === 'pages/home/home')
  await reopen()
  const [person] = await people()
  assert.equal(person.certificates.length, 0)
  assert.ok(person.bound)
})

test('an unbound passport shuts the gate again', async () => {
  await addAndBind('international')
  const [{ id }] = await people()
  await wallet.go(`/pages/bind/bind?person=${id}`)
  await wallet.agree()
  await wallet.tap('Unbind this passport')
  await until(async () => !(await people())[0].bound)
  await wallet.go('/pages/show/show')
  assert.equal(await wallet.codes(), 0)
})

test('erasing leaves nothing of anybody', async () => {
  await addAndBind('international')
  await addAndBind('digital-covid')
  await wallet.go('/pages/settings/settings')
  // refused first: nothing happens
  await wallet.frame.evaluate(() => window.__host.reply('showModal', { confirm: false, cancel: true }))
  await wallet.tap('Erase everything')
  assert.equal((await people()).length, 2)
  await wallet.go('/pages/settings/settings')
  await wallet.agree()
  await wallet.tap('Erase everything')
  await until(async () => (await wallet.route()) === 'pages/home/home' && (await wallet.data()).people?.length === 0)
  const left = await wallet.frame.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('healthpass/')))
  assert.deepEqual(left, [])
  await reopen()
  assert.equal((await people()).length, 0)
})

test('an expired passport shuts the gate and asks for the new one', async () => {
  await addAndBind('international')
  await reopen('language=en&at=2034-01-01T00:00:00Z')
  await wallet.go('/pages/show/show')
  assert.equal(await wallet.codes(), 0)
  const [{ certificates: [{ id }] }] = await people()
  await wallet.go(`/pages/show/show?id=${id}`)
  assert.equal(await wallet.codes(), 0)
  await wallet.sees('Bind the new passport')
})

test('nothing asks for a network', async () => {
  await addAndBind('international')
  await wallet.tap('Show a code')
  await wallet.code()
  await wallet.go('/pages/settings/settings')
  assert.deepEqual(foreign(seen.requests, demo.wallet), [])
  const called = await wallet.frame.evaluate(() => [...new Set(window.__host.calls.map(([name]) => name))])
  assert.deepEqual(called.filter((name) => NETWORK.includes(name)), [])
  assert.deepEqual(seen.complaints, [])
})

test('a certificate spread over several codes is kept once all are scanned', async () => {
  const [one, two, three] = own().find(({ id }) => id === 'shc-three-codes').text.split(/\s+/)
  await wallet.go('/pages/add/add')
  await wallet.scan(two)
  await wallet.sees('1 of 3 codes read')
  await wallet.scan(one)
  await wallet.shows(/Still to scan: 3\./)
  await wallet.scan(three)
  await until(async () => (await wallet.data()).outcome)
  assert.equal((await people())[0].certificates.length, 1)
})
