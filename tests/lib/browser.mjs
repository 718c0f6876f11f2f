// Chromium, with a profile of its own and nothing that calls home.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { chromium } from 'playwright-core'

const QUIET = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic']

/** Milliseconds anything may take on a busy machine. */
export const PATIENCE = 60000

/**
 * `HEALTHPASS_SLOW=6` makes every page that many times slower and every answer to it late, as on a busy machine: a
 * test that only passes because something was quick fails. (Chromium then forgets `setOffline` when a page is loaded
 * anew, so tests of working offline fail as well.)
 */
const SLOWER = Number(process.env.HEALTHPASS_SLOW ?? 1)
/** Milliseconds an answer is late, for every time a page is slower. */
const LATE = 100

/**
 * @param {{ camera?: string, options?: import('playwright-core').BrowserContextOptions }} [given] `camera` is a y4m
 *   video that every camera of the browser shows; without one there is no camera.
 */
export async function openBrowser({ camera, options = {} } = {}) {
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'healthpass-browser-'))
  const eyes = camera ? ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', `--use-file-for-fake-video-capture=${camera}`] : []
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium', headless: true, args: [...QUIET, ...eyes], locale: 'en-GB', colorScheme: null, ...options,
  })
  context.setDefaultTimeout(PATIENCE)
  if (SLOWER > 1) await slowDown(context)
  const close = async () => {
    await context.close()
    fs.rmSync(profile, { recursive: true, force: true })
  }
  return { context, close }
}

async function slowDown(context) {
  const throttle = async (page) => {
    const session = await context.newCDPSession(page)
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
  }
  context.on('page', (page) => void throttle(page).catch(() => undefined))
  await context.route('**/*', async (route) => {
    await new Promise((resolve) => { setTimeout(resolve, LATE * (SLOWER - 1)) })
    await route.fallback().catch(() => undefined)
  })
}

/** Waits until something holds; `waitForFunction` needs `eval`, which the pages' policies forbid. */
export async function until(condition, patience = PATIENCE) {
  for (const end = Date.now() + patience; ;) {
    const found = await condition()
    if (found) return found
    if (Date.now() > end) throw new Error(`not within ${patience} ms: ${condition}`)
    await new Promise((resolve) => { setTimeout(resolve, 20) })
  }
}

/** Everything the pages of a context ask for and complain of, from now on. */
export function watch(context) {
  const requests = []
  const complaints = []
  context.on('request', (request) => requests.push(request.url()))
  context.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()) })
  context.on('weberror', (error) => complaints.push(String(error.error().stack)))
  return { requests, complaints }
}

/** Requests that are neither of this origin nor of the page's own making. */
export const foreign = (requests, address) => requests.filter((url) => !/^(blob|data):/.test(url) && new URL(url).origin !== new URL(address).origin)
