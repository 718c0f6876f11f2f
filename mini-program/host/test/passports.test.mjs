// What reads passports: the camera's frames and the phone's reader, as WeChat gives them.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { dataOf, startFixture, until } from './fixture.mjs'

/** @type {Awaited<ReturnType<typeof startFixture>>} */
let fixture
before(async () => { fixture = await startFixture() })
after(() => fixture.close())

/** One red pixel. */
const RED = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=='

/** A member of the NFC interface: `[null, result]` or `[errCode]`. */
const nfc = (frame, part, name, options = {}) => frame.evaluate(([on, member, given]) => new Promise((resolve) => {
  const adapter = window.__host.wx.getNFCAdapter()
  const target = on === 'adapter' ? adapter : (window.isoDep ||= adapter.getIsoDep())
  const bytes = given.data && { data: Uint8Array.from(given.data).buffer }
  target[member]({
    ...given, ...bytes,
    success: ({ data }) => resolve([null, data ? [...new Uint8Array(data)] : null]), fail: ({ errCode, errMsg }) => resolve([errCode, errMsg]),
  })
}), [part, name, options])

const present = (frame, ...args) => frame.evaluate((given) => window.__host.reader.present(...given), args)

/** Counts what is discovered from now on. */
const countFound = (frame) => frame.evaluate(() => {
  window.found = []
  window.__host.wx.getNFCAdapter().onDiscovered(({ techs }) => window.found.push(techs))
})
const found = (frame) => frame.evaluate(() => window.found)

test('a passport on the phone is found, powered, answers, and is lost', async () => {
  const { page, frame } = await fixture.open()
  await frame.evaluate(() => window.__host.reader.setCommandTime(1))
  await countFound(frame)
  assert.equal((await nfc(frame, 'tag', 'connect'))[0], 13013)
  assert.deepEqual(await nfc(frame, 'adapter', 'startDiscovery'), [null, null])
  assert.equal((await nfc(frame, 'adapter', 'startDiscovery'))[0], 13021)
  await present(frame, 'zhang-wei', { lostAfter: 2 })
  await until(async () => (await found(frame)).length === 1)
  assert.ok((await found(frame))[0].includes(await frame.evaluate(() => window.__host.wx.getNFCAdapter().tech.isoDep)))
  assert.equal((await nfc(frame, 'tag', 'transceive', { data: [1] }))[0], 13023)
  assert.equal((await nfc(frame, 'tag', 'connect'))[0], null)
  assert.equal((await nfc(frame, 'tag', 'connect'))[0], 13022)
  assert.deepEqual(await nfc(frame, 'tag', 'transceive', { data: [7, 8] }), [null, [7, 8, 0, 9, 0, 0x90, 0]])
  assert.deepEqual(await nfc(frame, 'tag', 'transceive', { data: [7, 8] }), [null, [7, 8, 1, 9, 0, 0x90, 0]])
  assert.equal((await nfc(frame, 'tag', 'transceive', { data: [7, 8] }))[0], 13017)
  assert.equal((await nfc(frame, 'tag', 'close'))[0], null)
  // laid down again, it starts anew
  await present(frame, 'anna-maria', { copied: true })
  await until(async () => (await found(frame)).length === 2)
  await nfc(frame, 'tag', 'connect')
  assert.deepEqual(await nfc(frame, 'tag', 'transceive', { data: [] }), [null, [0, 10, 1, 0x90, 0]])
  await frame.evaluate(() => window.__host.reader.remove())
  assert.equal((await nfc(frame, 'tag', 'transceive', { data: [] }))[0], 13017)
  assert.equal((await nfc(frame, 'adapter', 'stopDiscovery'))[0], null)
  assert.equal((await nfc(frame, 'adapter', 'stopDiscovery'))[0], 13018)
  await present(frame, 'zhang-wei')
  assert.equal((await found(frame)).length, 2)
  await page.close()
})

test('a passport that lies there already is found when the search begins', async () => {
  const { page, frame } = await fixture.open()
  await countFound(frame)
  await present(frame, 'zhang-wei')
  await nfc(frame, 'adapter', 'startDiscovery')
  await until(async () => (await found(frame)).length === 1)
  await page.close()
})

test('phones differ as WeChat says they do', async () => {
  const told = async (phone) => {
    const { page, frame } = await fixture.open(`phone=${phone}`)
    const facts = await frame.evaluate(() => {
      const { wx } = window.__host
      const has = wx.canIUse('getNFCAdapter')
      return { platform: wx.getDeviceInfo().platform, base: wx.getAppBaseInfo().SDKVersion, has, slow: has && 'setTimeout' in wx.getNFCAdapter().getIsoDep() }
    })
    const refused = facts.has ? (await nfc(frame, 'adapter', 'startDiscovery'))[0] : undefined
    await page.close()
    return { ...facts, refused }
  }
  assert.deepEqual(await told('android'), { platform: 'android', base: '3.8.12', has: true, slow: true, refused: null })
  assert.deepEqual(await told('ios'), { platform: 'ios', base: '3.17.5', has: true, slow: false, refused: null })
  assert.deepEqual(await told('ios-old'), { platform: 'ios', base: '3.8.12', has: false, slow: false, refused: undefined })
  assert.equal((await told('android-no-nfc')).refused, 13000)
  assert.equal((await told('android-nfc-off')).refused, 13001)
  assert.equal((await told('computer')).has, false)
})

/** Opens the page with a camera; the next frame's size and the colour in its middle. */
async function frameOf(frame, size) {
  await frame.evaluate((given) => window.__host.pages.at(-1).setData({ camera: given }), size)
  await until(async () => (await dataOf(frame)).events.length > 0)
  return frame.evaluate(() => new Promise((resolve) => {
    const listener = window.__host.wx.createCameraContext().onCameraFrame(({ width, height, data }) => {
      listener.stop()
      const at = 4 * (Math.floor(height / 2) * width + Math.floor(width / 2))
      resolve({ width, height, bytes: data.byteLength, middle: [...new Uint8Array(data).slice(at, at + 4)] })
    })
    listener.start()
  }))
}

test('the camera gives upright frames of what lies before it', async () => {
  const { page, frame } = await fixture.open('page=/pages/controls/controls')
  const { width, height, bytes } = await frameOf(frame, 'large')
  assert.deepEqual([width, height, bytes], [1080, 1440, 1080 * 1440 * 4])
  await frame.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
    await window.__host.camera.showPictures([new Blob([bytes], { type: 'image/png' })])
  }, RED)
  // the passport's paper is grey
  await until(async () => { const [red, green] = (await frameOf(frame, 'large')).middle; return red > 150 && green < 60 })
  await page.close()
})

test('a camera that is not allowed says so', async () => {
  const { page, frame } = await fixture.open('page=/pages/controls/controls&camera=denied')
  await frame.evaluate(() => window.__host.pages.at(-1).setData({ camera: 'large' }))
  await until(async () => /auth/.test(JSON.stringify((await dataOf(frame)).events)))
  await page.close()
})
