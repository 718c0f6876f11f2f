// Keys at the officer's desk: loaded, shown, locked by hand and by themselves, kept and forgotten.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import { after, before, test } from 'node:test'
import { foreign, openBrowser, until, watch } from '../lib/browser.mjs'
import { samples, startDemo } from '../lib/demo.mjs'
import { desk, INSIDE, officer as withKey, refused, sign } from '../lib/desk.mjs'
import { authority, holder, keyFile, PASSPHRASE } from '../lib/holder.mjs'
import { check, compare, loadKey, said, scanning, started, tooWide, unsaid, verdict } from '../lib/verifier.mjs'

const MINUTE = 60_000

let demo
let browser
let seen
let traveller
before(async () => {
  demo = await startDemo()
  browser = await openBrowser({ options: { permissions: ['clipboard-read', 'clipboard-write'] } })
  seen = watch(browser.context)
  traveller = await holder()
})
after(async () => {
  await browser?.close()
  demo?.stop()
})

const blank = () => desk(browser.context, demo.verifier)
const officer = (options) => withKey(browser.context, demo.verifier, options)

/** A page in a browser of its own: a clock set for one page is set for all of its browser. */
async function ownClock() {
  const { context, close } = await openBrowser()
  const page = await context.newPage()
  await page.clock.install()
  return { page, close }
}

/** Everything the browser has stored for the page. */
const stored = (page) => page.evaluate(async () => {
  const texts = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }), document.cookie, JSON.stringify(history.state), JSON.stringify(await indexedDB.databases())]
  for (const name of await caches.keys()) {
    const cache = await caches.open(name)
    for (const request of await cache.keys()) texts.push(request.url)
  }
  return texts.join('\n')
})

test('a key is shown with its name and fingerprint, and a wrong passphrase opens nothing', async () => {
  const page = await blank()
  await page.locator('#keys-open').click()
  await page.locator('#key-load').click()
  await page.locator('#key-answer').filter({ hasText: 'Choose the key file' }).waitFor()
  await page.locator('#key-file').setInputFiles(keyFile('border-health'))
  await page.locator('#key-passphrase').fill('not this one')
  await page.locator('#key-load').click()
  await until(async () => /passphrase/i.test(await page.locator('#key-answer .is-stop').innerText().catch(() => '')))
  assert.equal(await page.locator('#key-passphrase').inputValue(), '')
  assert.equal(await sign(page).count(), 0)
  await page.locator('#key-passphrase').fill(PASSPHRASE)
  await page.locator('#key-passphrase').press('Enter')
  await page.locator('[data-open="true"]').waitFor()
  const shown = (await page.locator('#keys').innerText()).replace(/(?<=[0-9a-f]{4}) (?=[0-9a-f]{4}\b)/g, '')
  const { fingerprint } = authority('border-health')
  assert.ok(shown.includes(fingerprint.replace(/\W/g, '').toLowerCase().slice(0, 32)), shown)
  assert.match(shown, /Demo Border Health \(TEST ONLY\)[^]*China \(CN\)[^]*travellers can choose it/)
  assert.match(await sign(page).innerText(), /Demo Border Health/)
  await page.close()
})

test('what is no protected key is refused', async () => {
  const page = await blank()
  await page.locator('#keys-open').click()
  const files = [['notes.pem', 'nothing'], ['open.pem', '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VuBCIEIAAA\n-----END PRIVATE KEY-----\n'], ['large.pem', 'PRIVATE KEY-----'.repeat(5000)]]
  for (const [name, text] of files) {
    await page.locator('#key-file').setInputFiles({ name, mimeType: 'application/x-pem-file', buffer: Buffer.from(text) })
    await page.locator('#key-passphrase').fill('x')
    await page.locator('#key-load').click()
    await until(async () => (await page.locator('#key-answer .is-stop').count()) === 1)
    assert.equal(await sign(page).count(), 0)
  }
  await page.close()
})

test('a key can be dropped on the page', async () => {
  const page = await blank()
  await page.evaluate((text) => {
    const data = new DataTransfer()
    data.items.add(new File([text], 'border.key.pem', { type: 'application/x-pem-file' }))
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }))
  }, fs.readFileSync(keyFile('border-health'), 'utf8'))
  await page.locator('#key-file-name').filter({ hasText: 'border.key.pem' }).waitFor()
  await page.locator('#key-passphrase').fill(PASSPHRASE)
  await page.locator('#key-load').click()
  await page.locator('[data-open="true"]').waitFor()
  await page.close()
})

test('locked by hand: the answer leaves the screen, and the passphrase is asked again', async () => {
  const page = await officer()
  const before = traveller.show({ to: ['Border'] }).text
  assert.equal(await check(page, before), 'verified')
  await scanning(page)
  await page.locator('#key-lock').click()
  assert.equal(await sign(page).getAttribute('data-locked'), 'true')
  assert.match(await sign(page).innerText(), /locked/i)
  await check(page, traveller.show({ to: ['Border'] }, 2).text)
  await refused(page, 'sealed', /Demo Border Health/)
  assert.match(await page.locator('#steps').innerText(), /unlock its key/)
  await page.locator('#to-keys').click()
  await page.locator('#unlock-passphrase').fill('not this one')
  await page.locator('#unlock').click()
  await until(async () => /passphrase/i.test(await page.locator('#unlock-answer .is-stop').innerText().catch(() => '')))
  await page.locator('#unlock-passphrase').fill(PASSPHRASE)
  await page.locator('#unlock').click()
  await page.locator('[data-verdict="verified"]').waitFor()
  // a code that passed before the desk was locked is no fresh one after
  await scanning(page)
  assert.equal(await check(page, before), 'not-fresh')
  await page.close()
})

test('locked by itself: after idle minutes, and when out of sight', async () => {
  const { page, close } = await ownClock()
  await page.goto(demo.verifier)
  await started(page)
  await loadKey(page, keyFile('border-health'), PASSPHRASE)
  await page.clock.runFor(4 * MINUTE)
  assert.equal(await sign(page).getAttribute('data-locked'), 'false')
  await page.keyboard.press('Shift')
  await page.clock.runFor(4 * MINUTE)
  assert.equal(await sign(page).getAttribute('data-locked'), 'false')
  await page.clock.runFor(2 * MINUTE)
  assert.equal(await sign(page).getAttribute('data-locked'), 'true')
  await page.locator('#unlock-passphrase').fill(PASSPHRASE)
  await page.locator('#unlock').click()
  await page.locator('[data-open="true"]').waitFor()
  await page.locator('#rest-minutes').selectOption('30')
  const sight = (hidden) => page.evaluate((now) => {
    Object.defineProperty(document, 'hidden', { value: now, configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  }, hidden)
  await sight(true)
  await page.clock.runFor(MINUTE / 2)
  await sight(false)
  assert.equal(await sign(page).getAttribute('data-locked'), 'false')
  await sight(true)
  await page.clock.runFor(MINUTE + 10_000)
  assert.equal(await sign(page).getAttribute('data-locked'), 'true')
  await close()
})

test('the key that wakes a device which slept does not keep it open', async () => {
  const { page, close } = await ownClock()
  await page.goto(demo.verifier)
  await started(page)
  await loadKey(page, keyFile('border-health'), PASSPHRASE)
  // the clock goes on while nothing runs
  await page.clock.setSystemTime((await page.evaluate(() => Date.now())) + 120 * MINUTE)
  await page.keyboard.press('Shift')
  await until(async () => (await sign(page).getAttribute('data-locked')) === 'true')
  await close()
})

test('locked with several certificates of a person: none that a key opened stays', async () => {
  const { page, close } = await ownClock()
  await page.goto(demo.verifier)
  await started(page)
  await loadKey(page, keyFile('border-health'), PASSPHRASE)
  assert.equal(await check(page, traveller.show({ to: ['Border'] }).text), 'verified')
  await page.locator('#another').click()
  await page.locator('#adding').waitFor()
  if (await page.locator('#paste-form').isHidden()) await page.locator('#paste-open').click()
  await page.locator('#paste-text').fill(samples()['yellow-fever'].text)
  await page.locator('#paste-go').click()
  await page.locator('#held').filter({ hasText: 'ZHANG' }).waitFor()
  await page.clock.runFor(31 * MINUTE)
  await page.locator('#scan').waitFor()
  assert.doesNotMatch(await page.content(), INSIDE)
  await close()
})

test('an opened answer goes with the key', async () => {
  const { page, close } = await ownClock()
  await page.goto(demo.verifier)
  await started(page)
  await loadKey(page, keyFile('border-health'), PASSPHRASE)
  assert.equal(await check(page, traveller.show({ to: ['Border'] }).text), 'verified')
  await page.clock.runFor(31 * MINUTE)
  await page.locator('#scan').waitFor()
  assert.doesNotMatch(await page.content(), INSIDE)
  await close()
})

test('no opened key and no passphrase is ever stored, and a kept key is kept under its passphrase', async () => {
  const page = await officer({ keep: false })
  assert.doesNotMatch(await stored(page), /PRIVATE KEY/)
  await page.reload()
  await started(page)
  assert.equal(await sign(page).count(), 0)
  await loadKey(page, keyFile('border-health'), PASSPHRASE, { keep: true })
  assert.equal(await check(page, traveller.show({ to: ['Border'] }).text), 'verified')
  const kept = await stored(page)
  assert.match(kept, /-----BEGIN ENCRYPTED PRIVATE KEY-----/)
  assert.doesNotMatch(kept, /BEGIN PRIVATE KEY|BEGIN EC PRIVATE KEY/)
  assert.ok(!kept.includes(PASSPHRASE))
  assert.doesNotMatch(kept, INSIDE)
  const file = fs.readFileSync(keyFile('border-health'), 'utf8').trim()
  const { pem } = JSON.parse(await page.evaluate(() => localStorage.getItem('healthpass.keys')))[0]
  assert.equal(pem.trim(), file)
  await page.reload()
  await started(page)
  assert.equal(await sign(page).getAttribute('data-locked'), 'true')
  await page.locator('#keys-open').click()
  await page.locator('#unlock-passphrase').fill(PASSPHRASE)
  await page.locator('#unlock').click()
  await page.locator('[data-open="true"]').waitFor()
  await page.locator('#wipe').click()
  await page.locator('#wipe-no').click()
  assert.match(await stored(page), /ENCRYPTED PRIVATE KEY/)
  await page.locator('#wipe').click()
  await page.locator('#wipe-yes').click()
  await page.locator('#keys-none').waitFor()
  assert.doesNotMatch(await stored(page), /PRIVATE KEY/)
  assert.equal(await sign(page).count(), 0)
  await page.close()
})

test('keys and questions by keyboard alone', async () => {
  const page = await blank()
  const focused = () => page.evaluate(() => document.activeElement?.id)
  const tabTo = async (id) => {
    for (let i = 0; i < 40 && (await focused()) !== id; i += 1) await page.keyboard.press('Tab')
    assert.equal(await focused(), id)
  }
  await tabTo('keys-open')
  await page.keyboard.press('Enter')
  await page.locator('#keys').waitFor()
  await tabTo('key-file')
  await page.locator('#key-file').setInputFiles(keyFile('border-health'))
  await until(async () => (await focused()) === 'key-passphrase')
  await page.keyboard.insertText(PASSPHRASE)
  await page.keyboard.press('Enter')
  await page.locator('[data-open="true"]').waitFor()
  await tabTo('back')
  await page.keyboard.press('Enter')
  await tabTo('ask')
  await page.keyboard.press('Enter')
  await page.locator('#question').waitFor()
  await tabTo('ask-stop')
  await page.keyboard.press('Enter')
  await until(async () => (await page.locator('#question').count()) === 0)
  await page.close()
})

test('every view of it fits 320 px and is said to a screen reader, in either language', async () => {
  const page = await blank()
  await page.setViewportSize({ width: 320, height: 640 })
  const look = async (view) => {
    assert.deepEqual(await tooWide(page), [], view)
    assert.deepEqual(await unsaid(page), [], view)
  }
  for (const language of ['en', 'zh']) {
    await scanning(page)
    await check(page, traveller.show({ to: ['Consulate'] }).text)
    await look(`${language} sealed`)
    await page.locator('#to-keys').click()
    await page.locator('#keys').waitFor()
    await look(`${language} keys`)
    if ((await sign(page).count()) === 0) await loadKey(page, keyFile('border-health'), PASSPHRASE)
    await page.locator('#wipe').click()
    await look(`${language} own key`)
    await page.locator('#wipe-no').click()
    await page.locator('#back').click()
    await check(page, traveller.show({ to: ['Border'] }, -600).text)
    await look(`${language} stale`)
    await check(page, traveller.show({ to: ['Border'], withPassport: true }).text)
    await look(`${language} passport needed`)
    await compare(page, traveller.passport)
    await page.locator('[data-verdict="verified"]').waitFor()
    await look(`${language} opened`)
    await page.locator('#show-checks').click()
    await look(`${language} checks`)
    await page.locator('#back').click()
    await scanning(page)
    await page.locator('#ask').click()
    await page.locator('#question').waitFor()
    await look(`${language} question`)
    await page.locator('#ask-stop').click()
    await page.locator('#language').click()
  }
  await page.close()
})

test('no request left the origin, and nothing was complained of', () => {
  assert.ok(seen.requests.length > 10)
  assert.deepEqual(foreign(seen.requests, demo.verifier), [])
  assert.deepEqual(seen.complaints, [])
})
