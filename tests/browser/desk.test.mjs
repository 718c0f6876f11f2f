// What wallets show at the officer's desk: sealed, fresh, answering a question, with the passport. Codes come from a wallet.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { foreign, openBrowser, until, watch } from '../lib/browser.mjs'
import { samples, startDemo } from '../lib/demo.mjs'
import { desk, INSIDE, layers, officer as withKey, refused } from '../lib/desk.mjs'
import { drawn, holder, keyFile, PASSPHRASE } from '../lib/holder.mjs'
import { placed, video } from '../lib/picture.mjs'
import { check, compare, loadKey, openVerifier, said, scanByHand, scanning, started, verdict } from '../lib/verifier.mjs'

const CAMERA = { width: 1280, height: 720 }

let demo
let all
let browser
let seen
let traveller
before(async () => {
  demo = await startDemo()
  all = samples()
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

test('the desk is loaded with the first shown code, or at once where certificates may have been withdrawn', async () => {
  const page = await blank()
  const lists = await fetch(`${demo.verifier}trust/revocation.json`).then((answer) => (answer.ok ? answer.json() : null))
  const loaded = () => page.evaluate(() => performance.getEntriesByType('resource').filter(({ name }) => /healthpass-desk/.test(name)).length)
  assert.equal(await check(page, all.international.text), 'verified')
  assert.equal(await loaded(), lists ? 1 : 0)
  await scanning(page)
  assert.equal(await check(page, traveller.show({ to: ['Border'] }).text), 'sealed')
  assert.equal(await loaded(), 1)
  await page.close()
})

test('a sealed code names its reader and no more, and opens once the key is there', async () => {
  const page = await blank()
  assert.equal(await check(page, traveller.show({ to: ['Border'] }).text), 'sealed')
  await refused(page, 'sealed', /Demo Border Health/)
  await page.locator('#to-keys').click()
  await loadKey(page, keyFile('border-health'), PASSPHRASE)
  // what is on the screen is looked at again
  await page.locator('[data-verdict="verified"]').waitFor()
  const how = await layers(page)
  for (const part of [/Sealed for\s+Demo Border Health/, /Opened with\s+Demo Border Health/, /attested by the holder's device/, /typed by the holder/, /Fresh/, /Not compared yet/, /None was asked/]) assert.match(how, part)
  assert.match(await said(page), INSIDE)
  await page.close()
})

test('the camera reads a code of 3 pixels a module, and the same code again is a replay', async (t) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'healthpass-desk-'))
  const code = traveller.show({ to: ['Border', 'Airport'] })
  t.diagnostic(`${code.text.length} characters`)
  const { version, ecc } = code.qr
  assert.ok(version >= 20 && version <= 25 && ecc === 'M', `${version}-${ecc}: a symbol as large as a wallet likes to show`)
  const camera = path.join(folder, 'code.y4m')
  fs.writeFileSync(camera, video(placed(drawn(code.qr, 3), CAMERA.width, CAMERA.height)))
  const own = await openBrowser({ camera })
  try {
    const page = await openVerifier(own.context, demo.verifier)
    if (await page.locator('#camera-start').isVisible()) await page.locator('#camera-start').click()
    assert.equal(await verdict(page), 'sealed')
    await page.locator('#to-keys').click()
    await loadKey(page, keyFile('border-health'), PASSPHRASE)
    await page.locator('[data-verdict="verified"]').waitFor()
    // the next person shows the very same code
    await page.locator('#next').click()
    await page.locator('[data-verdict="not-fresh"]').waitFor()
    await refused(page, 'not-fresh', /shown here before/)
  } finally {
    await own.close()
    fs.rmSync(folder, { recursive: true, force: true })
  }
})

test('a code for another authority stays shut', async () => {
  const page = await officer()
  await check(page, traveller.show({ to: ['Consulate'] }).text)
  await refused(page, 'sealed', /Demo Consulate/)
  assert.match(await page.locator('#steps').innerText(), /choose Demo Border Health/)
  await page.close()
})

test('a code for two authorities opens for either', async () => {
  const page = await officer()
  assert.equal(await check(page, traveller.show({ to: ['Consulate', 'Border'] }).text), 'verified')
  assert.match(await layers(page), /Demo Consulate[^]*Demo Border Health[^]*Opened with\s+Demo Border Health/)
  await page.close()
})

test('a stale code, and one from the future, show nothing', async () => {
  const page = await officer()
  await check(page, traveller.show({ to: ['Border'] }, -600).text)
  await refused(page, 'not-fresh', /made 6\d\d s ago/)
  assert.match(await page.locator('#steps').innerText(), /new code/)
  await check(page, traveller.show({ to: ['Border'] }, 600).text)
  await refused(page, 'not-fresh', /clock/)
  await page.close()
})

test('shown twice is once too often, but the passport may be read at leisure', async () => {
  const page = await officer()
  const { text } = traveller.show({ to: ['Border'] })
  assert.equal(await check(page, text), 'verified')
  await compare(page, traveller.passport)
  await page.locator('.same').first().waitFor()
  assert.equal(await verdict(page), 'verified')
  assert.match(await layers(page), /It was made with this passport/)
  await check(page, text)
  await refused(page, 'not-fresh', /shown here before/)
  await page.close()
})

test('with another passport it shows nothing, and with the right one it does again', async () => {
  const page = await officer()
  assert.equal(await check(page, traveller.show({ to: ['Border'] }).text), 'verified')
  await compare(page, all['digital-covid'].passport)
  await page.locator('[data-verdict="holder-mismatch"]').waitFor()
  await refused(page, 'holder-mismatch', /another passport/)
  await compare(page, traveller.passport)
  await page.locator('[data-verdict="verified"]').waitFor()
  await page.close()
})

test('a code that needs the passport asks for it before it opens', async () => {
  const page = await officer()
  await check(page, traveller.show({ to: ['Border'], withPassport: true }).text)
  await refused(page, 'sealed', /needs the holder's passport/)
  await compare(page, all['digital-covid'].passport)
  await page.locator('[data-verdict="holder-mismatch"]').waitFor()
  assert.doesNotMatch(await page.locator('#verdict-why').innerText(), /genuine/i)
  await refused(page, 'holder-mismatch', /does not open with this passport/)
  await compare(page, traveller.passport)
  await page.locator('[data-verdict="verified"]').waitFor()
  assert.match(await layers(page), /and the passport/)
  await page.close()
})

test('while the desk asks, only an answer to its question is taken', async () => {
  const page = await officer()
  const ask = async () => {
    await page.locator('#ask-copy').click()
    await page.locator('#ask-copy').filter({ hasText: 'Copied' }).waitFor()
    return page.evaluate(() => navigator.clipboard.readText())
  }
  await scanning(page)
  await page.locator('#ask').click()
  await page.locator('#question svg[role="img"]').waitFor()
  const challenge = await ask()
  assert.match(challenge, /^HPQ1:/)
  await check(page, traveller.show({ to: ['Border'] }).text)
  await refused(page, 'not-fresh', /question/)
  await scanning(page)
  await paste(page, all.international.text)
  await page.locator('#scan-message').filter({ hasText: 'answers no question' }).waitFor()
  const second = await ask()
  assert.notEqual(second, challenge, 'every person gets a question of their own')
  await check(page, traveller.show({ to: ['Border'], challenge }).text)
  await refused(page, 'not-fresh', /another question|not for this desk/)
  await scanning(page)
  assert.equal(await check(page, traveller.show({ to: ['Border'], challenge: await ask() }).text), 'verified')
  assert.match(await layers(page), /Answers the question of this desk/)
  assert.doesNotMatch(await said(page), /nobody passed the code on/)
  await scanning(page)
  await page.locator('#ask-stop').click()
  assert.equal(await page.locator('#question').count(), 0)
  assert.equal(await check(page, traveller.show({ to: ['Border'] }).text), 'verified')
  await page.close()
})

test('a question asks one person: whoever is scanned next, without a word to the page, was not asked', async () => {
  const page = await officer()
  await scanning(page)
  await page.locator('#ask').click()
  await page.locator('#ask-copy').click()
  await page.locator('#ask-copy').filter({ hasText: 'Copied' }).waitFor()
  const challenge = await page.evaluate(() => navigator.clipboard.readText())
  const [first, second] = [-2, -1].map((seconds) => traveller.show({ to: ['Border'], challenge }, seconds).text)
  assert.equal(await check(page, first), 'verified')
  await scanByHand(page, `${second}\n`)
  await page.locator('[data-verdict="not-fresh"]').waitFor()
  await page.close()
})

async function paste(page, text) {
  if (await page.locator('#paste-form').isHidden()) await page.locator('#paste-open').click()
  await page.locator('#paste-text').fill(text)
  await page.locator('#paste-go').click()
}

test('an open code is said to be open, and to be the device’s own word', async () => {
  const page = await blank()
  assert.equal(await check(page, traveller.show().text), 'verified')
  assert.match(await layers(page), /anyone who scans it can read it[^]*attested by the holder's device/)
  assert.match(await page.locator('#not-proved').innerText(), /only the phone itself says/)
  await page.close()
})

test('what was changed on its way is not genuine', async () => {
  const page = await officer()
  const { text } = traveller.show({ to: ['Border'] })
  const at = text.length - 6
  await check(page, text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1))
  assert.ok(['not-genuine', 'unreadable'].includes(await verdict(page)))
  assert.doesNotMatch(await said(page), INSIDE)
  await page.close()
})

test('works offline after the first visit', async () => {
  const own = await openBrowser()
  try {
    const page = await openVerifier(own.context, demo.verifier)
    await until(async () => /works offline, build [0-9a-f]{12}/.test(await said(page)))
    await own.context.setOffline(true)
    await page.reload()
    await started(page)
    await loadKey(page, keyFile('border-health'), PASSPHRASE)
    assert.equal(await check(page, traveller.show({ to: ['Border'] }).text), 'verified')
    await scanning(page)
    await page.locator('#ask').click()
    await page.locator('#question').waitFor()
  } finally {
    await own.close()
  }
})

test('a handheld scanner types a shown code without any field chosen', async () => {
  const page = await officer()
  await scanByHand(page, `${traveller.show({ to: ['Border'] }).text}\n`)
  assert.equal(await verdict(page), 'verified')
  await page.close()
})

test('no request left the origin, and nothing was complained of', () => {
  assert.ok(seen.requests.length > 10)
  assert.deepEqual(foreign(seen.requests, demo.verifier), [])
  assert.deepEqual(seen.complaints, [])
})
