import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { chromium } from 'playwright-core'

const QUIET = [
  '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic',
]

/** Milliseconds anything may take on a busy machine. */
const PATIENCE = 20000

/** Chromium with a profile of its own, removed when closed. */
export async function openBrowser() {
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'host-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium', headless: true, args: QUIET, viewport: null,
    // left to the page: the host's theme sets it for the mini-program's window
    colorScheme: null,
  })
  return { context, close: async () => { await context.close(); fs.rmSync(profile, { recursive: true, force: true }) } }
}

/**
 * Waits until something holds. Playwright's own `waitForFunction` needs `eval`, which the host's policy forbids.
 * @param {() => Promise<unknown>} condition
 */
export async function until(condition, patience = PATIENCE) {
  for (const end = Date.now() + patience; !(await condition());) {
    if (Date.now() > end) throw new Error(`not within ${patience} ms: ${condition}`)
    await new Promise((resolve) => { setTimeout(resolve, 20) })
  }
}

/**
 * Opens a built host and waits until its first page stands.
 * @param {{ context: import('playwright-core').BrowserContext }} browser
 * @param {string} url
 * @param {string} [query]
 * @param {{ width: number, height: number }} [viewport]
 */
export async function openHost(browser, url, query = '', viewport = { width: 900, height: 880 }) {
  const page = await browser.context.newPage()
  await page.setViewportSize(viewport)
  page.setDefaultTimeout(PATIENCE)
  page.on('console', (message) => { if (message.type() === 'error') process.stderr.write(`[page] ${message.text()}\n`) })
  page.on('pageerror', (error) => process.stderr.write(`[page] ${error.stack}\n`))
  await page.goto(url + (query ? `?${query}` : ''))
  const frame = /** @type {import('playwright-core').Frame} */ (await (await page.waitForSelector('iframe.app')).contentFrame())
  await until(() => frame.evaluate(() => Boolean(window.__host)))
  await frame.evaluate(() => window.__host.ready)
  return { page, frame }
}
