// The same answers in a page as natively, byte for byte.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openBrowser } from '../lib/browser.mjs'
import { startDemo } from '../lib/demo.mjs'
import { differences, foreign, own } from '../lib/vectors.mjs'

let demo
let browser
let page
before(async () => {
  demo = await startDemo()
  browser = await openBrowser()
  page = await browser.context.newPage()
  // the example serves the package as a developer copies it
  await page.goto(demo.example)
})
after(async () => {
  await browser?.close()
  demo?.stop()
})

const answers = (vectors) => page.evaluate(async (given) => {
  const { init, Verifier } = await import(new URL('healthpass/verifier.js', location.href).href)
  await init()
  const verifier = new Verifier()
  return given.map(({ text, options }) => {
    try {
      return verifier.verifyJson(text, options)
    } catch (error) {
      return `error: ${error.code}`
    }
  })
}, vectors)

test('our own vectors', async () => {
  const vectors = own()
  assert.deepEqual(differences(vectors, await answers(vectors)), [])
})

test('other people\'s vectors', async (context) => {
  const vectors = foreign()
  if (!vectors) return context.skip('vectors not found')
  assert.deepEqual(differences(vectors, await answers(vectors)), [])
})
