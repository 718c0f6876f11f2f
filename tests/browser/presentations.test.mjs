// A desk in a page opens what wallets show as natively, byte for byte.
import assert from 'node:assert/strict'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { openBrowser } from '../lib/browser.mjs'
import { startDemo } from '../lib/demo.mjs'
import { deskAnswer, presentations } from '../lib/presentations.mjs'
import { packageFile } from '../lib/repo.mjs'
import { differences } from '../lib/vectors.mjs'

let demo
let browser
let page
before(async () => {
  demo = await startDemo()
  browser = await openBrowser()
  page = await browser.context.newPage()
  // the example serves what it needs of the package; here it serves this module as well, under the same policy
  await page.route('**/healthpass/*desk.*', (route) => route.fulfill({ path: packageFile('browser', path.basename(new URL(route.request().url()).pathname)) }))
  await page.goto(demo.example)
})
after(async () => {
  await browser?.close()
  demo?.stop()
})

const script = `async (vector) => {
  const core = await import(new URL('healthpass/desk.js', location.href).href)
  await core.init()
  return (${deskAnswer})(core, vector)
}`

test('our own presentations', async () => {
  const vectors = presentations()
  const answers = []
  // one by one: keys are slow to open with their passphrases, on purpose
  for (const vector of vectors) answers.push(await page.evaluate(`(${script})(${JSON.stringify(vector)})`))
  assert.deepEqual(differences(vectors, answers), [])
})
