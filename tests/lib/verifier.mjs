// The officer's page, driven as an officer does.
import { until } from './browser.mjs'

/**
 * Opens the verifier and waits until the core and the list of issuers are there.
 * @param {import('playwright-core').BrowserContext} context
 */
export async function openVerifier(context, address) {
  const page = await context.newPage()
  await page.goto(address)
  await started(page)
  return page
}

export async function started(page) {
  await page.locator('#list-age').waitFor()
  await until(async () => !/Loading|正在/.test(await page.locator('#list-age').innerText()))
}

/** Checks a text put into the field for it. */
export async function check(page, text) {
  await scanning(page)
  if (await page.locator('#paste-form').isHidden()) await page.locator('#paste-open').click()
  await page.locator('#paste-text').fill(text)
  await page.locator('#paste-go').click()
  return verdict(page)
}

/** The answer on the screen. */
export async function verdict(page) {
  await page.locator('#verdict').waitFor()
  return page.locator('#verdict').getAttribute('data-verdict')
}

/** Puts a person's passport beside the answer. */
export async function compare(page, lines) {
  if ((await page.locator('#passport').getAttribute('open')) === null) await page.locator('#passport-open').click()
  await page.locator('#mrz-text').fill(lines.join('\n'))
  await page.locator('#mrz-go').click()
}

/** Back to where the next person begins. */
export async function scanning(page) {
  const next = page.locator('#next')
  if (await next.isVisible()) await next.click()
  await page.locator('#scan').waitFor()
}

/** Everything the page says. */
export const said = (page) => page.evaluate(() => document.body.innerText)
