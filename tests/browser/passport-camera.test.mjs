// The officer reads the passport in hand by camera, confirms, and compares it with the code.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { foreign, openBrowser, until, watch } from '../lib/browser.mjs'
import { samples, startDemo } from '../lib/demo.mjs'
import { passportPicture } from '../lib/passport-picture.mjs'
import { video } from '../lib/picture.mjs'
import { check, openVerifier, verdict } from '../lib/verifier.mjs'

const CAMERA = { width: 1280, height: 720 }

let demo
let all
let folder
let press
const browsers = []
before(async () => {
  demo = await startDemo()
  all = samples()
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'healthpass-passport-'))
  press = await openBrowser()
})
after(async () => {
  await Promise.all([press, ...browsers].map((browser) => browser?.close()))
  demo?.stop()
  if (folder) fs.rmSync(folder, { recursive: true, force: true })
})

/** An officer whose camera sees this passport; the code of the international certificate is on the screen. */
async function officer(name, how) {
  const picture = await passportPicture(press.context, all[name].passport, { ...CAMERA, ...how })
  const camera = path.join(folder, `${name}.y4m`)
  fs.writeFileSync(camera, video(picture))
  const browser = await openBrowser({ camera })
  browsers.push(browser)
  const seen = watch(browser.context)
  const page = await openVerifier(browser.context, demo.verifier)
  if (await page.locator('#camera-stop').isVisible()) await page.locator('#camera-stop').click()
  assert.equal(await check(page, all.international.text), 'verified')
  return { page, seen }
}

const readerLoaded = async (page) => page.evaluate(() => performance.getEntriesByType('resource').some(({ name, initiatorType }) => name.includes('healthpass-passport') && initiatorType === 'fetch'))

test('the passport is read, shown, confirmed by keyboard, and the answer stays', async () => {
  const { page, seen } = await officer('international', { turn: 0.01 })
  await page.locator('#passport-open').click()
  assert.equal(await readerLoaded(page), false)
  await page.locator('#passport-camera').press('Enter')
  await page.locator('#passport-confirm').waitFor()
  assert.equal(await readerLoaded(page), true)
  const said = await page.locator('#passport-confirm').innerText()
  for (const value of ['ZHANG', 'WEI', 'E12345678', ...all.international.passport]) assert.ok(said.includes(value), value)
  // nothing is compared before the officer agrees
  assert.equal(await page.locator('#compare .same').count(), 0)
  await until(() => page.evaluate(() => document.activeElement?.id === 'passport-confirm-title'))
  await page.keyboard.press('Tab')
  await until(() => page.evaluate(() => document.activeElement?.closest('#passport-confirm') !== null))
  await page.locator('#passport-use').press('Enter')
  await page.locator('#compare .same').first().waitFor()
  assert.equal(await verdict(page), 'verified')
  assert.equal(await page.locator('#mrz-text').inputValue(), all.international.passport.join('\n'))
  assert.deepEqual(foreign(seen.requests, demo.verifier), [])
  assert.deepEqual(seen.complaints, [])
})

test('somebody else’s passport is not this passport', async () => {
  const { page } = await officer('digital-covid')
  await page.locator('#passport-open').click()
  await page.locator('#passport-camera').click()
  await page.locator('#passport-again').click()
  await page.locator('#passport-use').click()
  await page.locator('[data-verdict="holder-mismatch"]').waitFor()
})

// out of focus: what is read at once would close the camera by itself
test('the camera goes off when it is closed and when the next person comes', async () => {
  const { page } = await officer('international', { blur: 12 })
  const live = () => page.evaluate(() => [...document.querySelectorAll('video')].filter(({ srcObject }) => srcObject?.getTracks().some(({ readyState }) => readyState === 'live')).length)
  await page.locator('#passport-open').click()
  await page.locator('#passport-camera').click()
  await page.locator('#passport-off').click()
  assert.equal(await live(), 0)
  assert.equal(await page.locator('#mrz-text').isVisible(), true)
  await page.close()
})
