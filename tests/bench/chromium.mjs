// The npm package in a page of Chromium, beside its WebCrypto.
import fs from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { openBrowser } from '../lib/browser.mjs'
import { built, inTarget } from '../lib/repo.mjs'

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm' }

export const chromium = process.env.CHROMIUM || '/usr/bin/chromium'

/** `null`, said loudly, where there is no Chromium. */
export async function openChromium(dist, work) {
  if (!fs.existsSync(chromium)) {
    console.error(`SKIPPED: ${chromium} not found, set CHROMIUM`)
    return null
  }
  const server = await serve({ core: path.join(dist, 'browser'), mock: built(inTarget('mock-chip/browser')), bench: fileURLToPath(new URL('.', import.meta.url)) })
  const browser = await openBrowser()
  const close = async () => {
    await browser.close()
    server.close()
  }
  const page = await browser.context.newPage()
  await page.goto(`http://localhost:${server.address().port}/`)
  await page.evaluate(start, work)
  return { name: 'Chromium', round: () => page.evaluate(() => globalThis.round()), close }
}

/** Runs in the page. */
async function start(work) {
  const scripts = ['/core/wallet.js', '/core/passport.js', '/core/desk.js', '/mock/mock-chip.js', '/bench/work.mjs']
  const [core, passport, desk, mock, { prepare, round }] = await Promise.all(scripts.map((url) => import(url)))
  await Promise.all([core.init(), passport.init(), desk.init(), mock.ready])
  const tasks = await prepare(core, { passport, desk, mock }, crypto.subtle, work)
  globalThis.round = () => round(tasks)
}

/** Files of these folders, and an empty page. WebCrypto needs localhost or https. */
function serve(folders) {
  const server = http.createServer(({ url }, response) => {
    const [, folder, name] = url.split('/')
    const file = folders[folder] && path.join(folders[folder], path.basename(name ?? ''))
    const body = url === '/' ? '<!doctype html><title>bench</title>' : file && fs.existsSync(file) && fs.readFileSync(file)
    response.writeHead(body ? 200 : 404, { 'content-type': TYPES[path.extname(file || '.html')] ?? 'text/plain' })
    response.end(body || undefined)
  })
  return new Promise((resolve) => { server.listen(0, 'localhost', () => resolve(server)) })
}
