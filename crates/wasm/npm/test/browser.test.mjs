/** The browser's loader, with every way a page can hand it the module. */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'

const dist = new URL('../dist/browser/', import.meta.url)
const bytes = await readFile(new URL('healthpass-verifier.wasm', dist))
const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url)))

let fresh = 0
/** A new copy of the loader, as a new page has it. */
const page = () => import(new URL(`verifier.js?page=${(fresh += 1)}`, dist))

const served = (type, status = 200) => new Response(bytes, { status, headers: { 'content-type': type } })

for (const [what, source] of [
  ['bytes', () => bytes],
  ['a streamed response', () => Promise.resolve(served('application/wasm'))],
  ['a response of another type', () => Promise.resolve(served('application/octet-stream'))],
]) {
  test(`takes ${what}`, async () => {
    const core = await page()
    await core.init(source())
    assert.equal(core.version(), version)
  })
}

test('a failed load says why and may be tried again', async () => {
  const core = await page()
  const failed = core.init(Promise.resolve(served('application/wasm', 404)))
  await assert.rejects(failed, (error) => error instanceof core.HealthpassError && error.code === 'core.load')
  await assert.rejects(core.init(new Uint8Array([1, 2, 3])), { code: 'core.load' })
  await core.init(bytes)
  assert.equal(core.version(), version)
})

test('needs nothing a strict policy forbids', async () => {
  const text = await readFile(new URL('verifier.js', dist), 'utf8')
  assert.doesNotMatch(text, /\beval\(|new Function|importScripts/)
})
