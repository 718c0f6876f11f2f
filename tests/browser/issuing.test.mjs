// The demo's issuing desk: a wallet's request, pasted or scanned, and an answer the wallet takes.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { foreign, openBrowser, until, watch } from '../lib/browser.mjs'
import { startDemo } from '../lib/demo.mjs'
import { drawn, holder, keyFile, PASSPHRASE, symbolOf, time } from '../lib/holder.mjs'
import { placed, video } from '../lib/picture.mjs'
import { check, compare, loadKey, openVerifier, said, tooWide, verdict } from '../lib/verifier.mjs'

let demo
let browser
let seen
before(async () => {
  demo = await startDemo()
  browser = await openBrowser({ options: { permissions: ['clipboard-read', 'clipboard-write'] } })
  seen = watch(browser.context)
})
after(async () => {
  await browser?.close()
  demo?.stop()
})

async function issuing(context = browser.context) {
  const page = await context.newPage()
  await page.goto(demo.desk)
  await page.locator('#request').waitFor()
  return page
}

async function answered(page) {
  await page.locator('#answer-text').waitFor()
  return page.locator('#answer-text').inputValue()
}

test('a request is answered, and the wallet shows what the officer then finds bound by the issuer', async () => {
  const traveller = await holder()
  const { text } = traveller.wallet.request(traveller.personId, 3, time())
  const page = await issuing()
  assert.match(await said(page), /This desk is the demo’s/)
  await page.locator('#request').fill(text)
  await page.locator('#send').click()
  const answer = await answered(page)
  assert.match(answer, /^HPI1:/)
  await page.locator('#copy').click()
  await until(async () => (await page.evaluate(() => navigator.clipboard.readText())) === answer)
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('#download').click()])
  assert.equal(fs.readFileSync(await download.path(), 'utf8'), answer)
  const { certificateId } = traveller.wallet.add(answer, time())
  const { disclosures } = traveller.wallet.choices(certificateId, time())
  const some = disclosures.filter(({ kind }) => kind === 'record').slice(0, 1).map(({ id }) => id)
  const officer = await openVerifier(browser.context, demo.verifier)
  await loadKey(officer, keyFile('border-health'), PASSPHRASE)
  const { text: shown } = traveller.show({ to: ['Border'], disclose: some }, 0, certificateId)
  assert.equal(await check(officer, shown), 'verified')
  const how = await officer.locator('section[aria-labelledby="layers-title"]').innerText()
  assert.match(how, /bound to this device by the issuer/)
  assert.match(how, /Not disclosed\s+[^]*the passport's number/)
  await compare(officer, traveller.passport)
  await officer.locator('.same').first().waitFor()
  assert.equal(await verdict(officer), 'verified')
  assert.match(await officer.locator('section[aria-labelledby="layers-title"]').innerText(), /It was made with this passport/)
  await officer.close()
  await page.close()
})

test('a request is read by camera', async () => {
  const traveller = await holder()
  const { text } = traveller.wallet.request(traveller.personId, 1, time())
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'healthpass-issuing-'))
  const camera = path.join(folder, 'request.y4m')
  fs.writeFileSync(camera, video(placed(drawn(symbolOf(text), 4), 1280, 720)))
  const own = await openBrowser({ camera })
  try {
    const page = await issuing(own.context)
    await page.locator('#scan').click()
    assert.match(await answered(page), /^HPI1:/)
    assert.equal(await page.locator('#request').inputValue(), text)
  } finally {
    await own.close()
    fs.rmSync(folder, { recursive: true, force: true })
  }
})

test('what is no request, and what the server refuses, is said', async () => {
  const page = await issuing()
  await page.locator('#request').fill('HC1:NOTHING')
  await page.locator('#send').click()
  await page.locator('#message').filter({ hasText: 'begin with HPR1:' }).waitFor()
  await page.locator('#request').fill('HPR1:NOTHING')
  await page.locator('#send').click()
  await page.locator('#message').filter({ hasText: 'refused' }).waitFor()
  assert.equal(await page.locator('#answer-text').count(), 0)
  await page.setViewportSize({ width: 320, height: 640 })
  assert.deepEqual(await tooWide(page), [])
  await page.locator('#language').click()
  assert.match(await said(page), /演示/)
  assert.deepEqual(await tooWide(page), [])
  await page.close()
})

test('no request left the origin', () => {
  assert.deepEqual(foreign(seen.requests, demo.desk), [])
})
