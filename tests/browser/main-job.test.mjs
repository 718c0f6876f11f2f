// The main job end to end: the code the traveller's phone draws is what the officer's camera reads.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { openBrowser, watch } from '../lib/browser.mjs'
import { samples, startDemo } from '../lib/demo.mjs'
import { forged } from '../lib/hc1.mjs'
import { placed, scaled, video } from '../lib/picture.mjs'
import { check, compare, openVerifier, said, scanning, verdict } from '../lib/verifier.mjs'
import { openWallet, PHONE } from '../lib/wallet.mjs'

/** What Chromium's camera gives, and the part of it the code takes. */
const CAMERA = { width: 1280, height: 720, code: 600 }

let demo
let all
let folder
let officer
let page
before(async () => {
  demo = await startDemo()
  all = samples()
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'healthpass-camera-'))
  const camera = path.join(folder, 'phone.y4m')
  const shown = await phoneScreen()
  fs.writeFileSync(camera, video(placed(scaled(shown, CAMERA.code), CAMERA.width, CAMERA.height)))
  officer = await openBrowser({ camera })
})
after(async () => {
  await officer?.close()
  demo?.stop()
  if (folder) fs.rmSync(folder, { recursive: true, force: true })
})

/** The traveller's part: adds, binds, shows; gives the pixels of the code on the screen. */
async function phoneScreen() {
  const traveller = await openBrowser({ options: PHONE })
  try {
    const wallet = await openWallet(traveller.context, demo.wallet)
    await wallet.add(all.international.text)
    await wallet.tap('Bind a passport to show it')
    await wallet.bind(all.international.passport)
    await wallet.tap('Show a code')
    return await wallet.code()
  } finally {
    await traveller.close()
  }
}

test('the camera reads the very code of the phone, and it is verified', async () => {
  const { complaints } = watch(officer.context)
  page = await officer.context.newPage()
  await page.goto(demo.verifier)
  // where the camera is allowed already it starts by itself
  const start = page.locator('#camera-start')
  const result = page.locator('#verdict')
  await start.or(result).or(page.locator('video')).first().waitFor()
  if (await start.isVisible()) await start.click({ timeout: 3000 }).catch(() => 'it started by itself meanwhile')
  assert.equal(await verdict(page), 'verified')
  assert.match(await page.locator('#who').innerText(), /ZHANG WEI/)
  assert.match(await page.locator('#who').innerText(), /张伟/)
  assert.deepEqual(complaints, [])
})

test('beside the traveller’s own passport it stays verified', async () => {
  await compare(page, all.international.passport)
  assert.equal(await verdict(page), 'verified')
  await page.locator('#compare .same').first().waitFor()
})

test('beside somebody else’s passport it is not this passport', async () => {
  await compare(page, all['digital-covid'].passport)
  await page.locator('[data-verdict="holder-mismatch"]').waitFor()
})

test('the next person sees nothing of the last', async () => {
  await page.locator('#camera-stop').or(page.locator('#next')).first().waitFor()
  const other = await openVerifier((await quiet()).context, demo.verifier)
  assert.equal(await check(other, all.international.text), 'verified')
  await scanning(other)
  assert.doesNotMatch(await other.content(), /ZHANG|张伟|E1234567/)
})

/** An officer without a camera: answers stay until asked for the next. */
let still
async function quiet() {
  still ??= await openBrowser()
  return still
}
after(() => still?.close())

for (const [name, expected] of [['international', 'verified'], ['digital-covid', 'verified'], ['expired', 'not-valid-now'], ['unlisted', 'issuer-not-recognised']]) {
  test(`the sample "${name}" is ${expected}`, async () => {
    const desk = await openVerifier((await quiet()).context, demo.verifier)
    assert.equal(await check(desk, all[name].text), expected)
    await desk.close()
  })
}

test('one changed letter is not genuine, and nothing of the person is shown', async () => {
  const desk = await openVerifier((await quiet()).context, demo.verifier)
  assert.equal(await check(desk, forged(all.international.text, 'ZHANG', 'ZHAMG')), 'not-genuine')
  const seen = [await desk.content()]
  await desk.locator('#show-checks').click()
  await desk.locator('#raw summary').click()
  seen.push(await desk.content())
  for (const content of seen) assert.doesNotMatch(content, /ZHA[MN]G|张伟|E1234567|1990-01-01|1 Jan 1990/)
  await desk.close()
})

test('one changed character of the code is never accepted', async () => {
  const desk = await openVerifier((await quiet()).context, demo.verifier)
  const { text } = all.international
  for (let at = 4; at < text.length; at += Math.ceil(text.length / 20)) {
    const answer = await check(desk, text.slice(0, at) + (text[at] === '0' ? '1' : '0') + text.slice(at + 1))
    assert.ok(['unreadable', 'not-genuine', 'issuer-not-recognised'].includes(answer), `${at}: ${answer}`)
  }
  await desk.close()
})

test('what is no code is unreadable', async () => {
  const desk = await openVerifier((await quiet()).context, demo.verifier)
  for (const text of ['hello', 'https://example.org/', 'HC1:', 'HC1:%%%%', all.international.text.slice(0, 200)]) {
    assert.equal(await check(desk, text), 'unreadable', text)
  }
  assert.match(await said(desk), /Cannot be read/)
  await desk.close()
})
