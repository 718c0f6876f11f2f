// A picture of a built host: node host/look.mjs FOLDER PICTURE.png [QUERY] [WIDTHxHEIGHT] [SCRIPT]
//
// QUERY is the address's, 'theme=dark&language=en&page=/pages/a/a'. SCRIPT is an expression run in the page with `__host`
// and `app` (a Playwright frame is not needed): 'await tapText("Next")' presses what has that text.
import path from 'node:path'
import { openBrowser, openHost } from './test/browser.mjs'
import { serve } from './serve.mjs'

const [folder, picture, query = '', size = '900x880', script = ''] = process.argv.slice(2)
if (!folder || !picture) throw new Error("usage: node host/look.mjs FOLDER PICTURE.png ['theme=dark'] [900x880] ['await tapText(\"Next\")']")
const [width, height] = size.split('x').map(Number)
const server = await serve(path.resolve(folder))
const browser = await openBrowser()
const { page, frame } = await openHost(browser, server.url, query, { width, height })
const tapText = (/** @type {string} */ text) => frame.getByText(text, { exact: true }).first().click()
if (script) await new Function('page', 'frame', 'tapText', `return (async () => { ${script} })()`)(page, frame, tapText)
await page.waitForTimeout(400)
await page.screenshot({ path: picture })
const { errors, warnings } = await page.evaluate(() => ({ errors: window.__host?.errors ?? ['the host did not start'], warnings: window.__host?.warnings ?? [] }))
errors.forEach((/** @type {string} */ error) => console.error(`error: ${error}`))
warnings.forEach((/** @type {string} */ warning) => console.error(`warning: ${warning}`))
await browser.close()
server.close()
process.exitCode = errors.length > 0 ? 1 : 0
