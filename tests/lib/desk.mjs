// An officer's desk with the keys of the demo's authorities.
import assert from 'node:assert/strict'
import { keyFile, PASSPHRASE } from './holder.mjs'
import { loadKey, openVerifier, said, started, verdict } from './verifier.mjs'

/** What the international sample says: nothing of it may be seen of a code that gave no answer. */
export const INSIDE = /ZHANG|张伟|E12345678|BBIBP/

/** A page without a key on it or on the device. */
export async function desk(context, address) {
  const page = await openVerifier(context, address)
  await page.evaluate(() => localStorage.clear())
  await page.reload()
  await started(page)
  return page
}

/** A page that can open what is sealed to the border's health authority. */
export async function officer(context, address, options) {
  const page = await desk(context, address)
  await loadKey(page, keyFile('border-health'), PASSPHRASE, options)
  return page
}

/** Which key is in use, as the bar says. */
export const sign = (page) => page.locator('#key-sign')

/** How the code was shown, as the answer says. */
export const layers = (page) => page.locator('section[aria-labelledby="layers-title"]').innerText()

/** This answer for this reason, and nothing of what was inside. */
export async function refused(page, answer, because) {
  assert.equal(await verdict(page), answer)
  assert.match(await page.locator('#verdict-why').innerText(), because)
  assert.doesNotMatch(await said(page), INSIDE)
  await page.locator('#show-checks').click()
  await page.locator('#raw summary').click()
  assert.doesNotMatch(await page.locator('#raw-json').innerText(), INSIDE)
  await page.locator('#back').click()
}
