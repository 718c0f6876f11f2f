// What the mini-program's code may and may not see or do.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startFixture, until } from './fixture.mjs'

/** @type {Awaited<ReturnType<typeof startFixture>>} */
let fixture
before(async () => { fixture = await startFixture() })
after(() => fixture.close())

/** Calls a method of the page on top. */
const call = (frame, method, ...args) =>
  frame.evaluate(([name, given]) => window.__host.pages.at(-1)[name](...given), [method, args])

test('browser globals are hidden, the language is not', async () => {
  const { page, frame } = await fixture.open()
  const seen = await frame.evaluate(() => { const { seen, given, viaGlobalThis, thisOfModule } = window.__host.pages[0]; return { seen, given, viaGlobalThis, thisOfModule } })
  assert.deepEqual(Object.entries(seen.seen).filter(([, type]) => type !== 'undefined'), [])
  assert.ok(Object.keys(seen.seen).length > 25)
  assert.ok(!seen.given.includes('undefined'))
  assert.deepEqual(seen.viaGlobalThis, [])
  assert.equal(seen.thisOfModule, undefined)
  await page.close()
})

test('code cannot be made from text', async () => {
  const { page, frame } = await fixture.open()
  await assert.rejects(call(frame, 'makeFunction'), /Content Security Policy|unsafe-eval/)
  await page.close()
})

test('setData is given a JSON clone', async () => {
  const { page, frame } = await fixture.open()
  const result = await frame.evaluate(() => {
    const [target] = window.__host.pages
    const given = { list: [1], day: new Date(0), call() {}, gone: undefined }
    target.setData({ value: given })
    given.list.push(2)
    const cycle = {}
    cycle.self = cycle
    let thrown = ''
    try { target.setData({ value: cycle }) } catch (error) { thrown = error.name }
    return { value: target.data.value, keys: Object.keys(target.data.value), thrown }
  })
  assert.deepEqual(result.value, { list: [1], day: '1970-01-01T00:00:00.000Z' })
  assert.deepEqual(result.keys, ['list', 'day'])
  assert.equal(result.thrown, 'TypeError')
  await page.close()
})

test('an unknown member of wx is an error that names it', async () => {
  const { page, frame } = await fixture.open()
  const told = await frame.evaluate(() => {
    const { wx } = window.__host
    let message = ''
    try { wx.startBluetoothFax({}) } catch (error) { message = error.message }
    return { message, errors: window.__host.errors.length, scan: wx.canIUse('scanCode'), fax: wx.canIUse('startBluetoothFax'), in: 'startBluetoothFax' in wx,
      attribute: wx.canIUse('button.open-type'), none: wx.canIUse('button.fax') }
  })
  assert.match(told.message, /wx\.startBluetoothFax is not provided/)
  assert.deepEqual(told, { ...told, errors: 1, scan: true, fax: false, in: false, attribute: true, none: false })
  await page.close()
})

test('wasm comes from the package, by path only', async () => {
  const { page, frame } = await fixture.open()
  assert.equal(await call(frame, 'add', '/core/add.wasm.br'), 42)
  await assert.rejects(call(frame, 'add', '/core/none.wasm'), /not found in the package/)
  await assert.rejects(call(frame, 'add', 'https://example.org/x.wasm'), /not found in the package/)
  await page.close()
})

test('nothing leaves the origin, even when asked to', async () => {
  const { page, frame } = await fixture.open()
  const asked = []
  const blocked = []
  page.on('request', (request) => asked.push(request.url()))
  page.on('requestfailed', (request) => { if (request.failure()?.errorText === 'csp') blocked.push(request.url()) })
  await page.reload()
  await until(() => page.evaluate(() => Boolean(window.__host)))
  await page.evaluate(() => window.__host.ready)
  await page.evaluate(() => window.__host.pages[0].setData({ source: 'https://example.org/tracker.png' }))
  await until(() => page.evaluate(() => window.__host.pages[0].data.imageError !== ''))
  assert.ok(asked.length > 5)
  assert.deepEqual(asked.filter((url) => !url.startsWith(fixture.url) && !/^(blob|data):/.test(url)), blocked)
  assert.deepEqual(blocked, ['https://example.org/tracker.png'])
  assert.ok((await page.evaluate(() => window.__host.errors)).some((error) => error.includes('blocked img-src')))
  assert.ok(frame)
  await page.close()
})

test('the clock of the address is the mini-program\'s', async () => {
  const { page, frame } = await fixture.open('at=2031-02-03T04:05:06Z')
  assert.match(await call(frame, 'now'), /^2031-02-03T04:05:/)
  assert.match(new Date(await frame.evaluate(() => window.__host.pages[0].started)).toISOString(), /^2031-02-03T04:05:/)
  assert.equal(new Date(await frame.evaluate(() => Date.now())).getUTCFullYear(), new Date().getUTCFullYear())
  await page.close()
})

test('getRandomValues gives the asked number of bytes', async () => {
  const { page, frame } = await fixture.open()
  const lengths = await frame.evaluate(async () => {
    const { wx } = window.__host
    const { randomValues } = await wx.getRandomValues({ length: 100000 })
    const refused = await wx.getRandomValues({ length: 2 ** 21 }).catch((error) => error.errMsg)
    return [randomValues.byteLength, new Set(new Uint8Array(randomValues).slice(90000)).size > 200, refused]
  })
  assert.deepEqual(lengths, [100000, true, 'getRandomValues:fail invalid length'])
  await page.close()
})

test('a request stays at the origin, and fails elsewhere as an unregistered domain does', async () => {
  const { page, frame } = await fixture.open()
  const [own, missing, foreign] = await frame.evaluate(async (url) => {
    const { wx } = window.__host
    const ask = (options) => wx.request({ responseType: 'arraybuffer', ...options }).then(
      ({ statusCode, data }) => [statusCode, data instanceof ArrayBuffer && data.byteLength > 0],
      ({ errMsg, errno }) => [errMsg, errno],
    )
    return [await ask({ url: `${url}bundle.js` }), await ask({ url: `${url}no-such-file` }), await ask({ url: 'https://example.org/' })]
  }, fixture.url)
  assert.deepEqual(own, [200, true])
  assert.equal(missing[0], 404)
  assert.deepEqual(foreign, ['request:fail url not in domain list', 600002])
  await page.close()
})
