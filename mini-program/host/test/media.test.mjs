// Files, pictures, the clipboard, and the smaller members of wx.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startFixture, until } from './fixture.mjs'

/** @type {Awaited<ReturnType<typeof startFixture>>} */
let fixture
before(async () => { fixture = await startFixture() })
after(() => fixture.close())

/** One red pixel. */
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==', 'base64')

test('files of the package are read, others are named as missing', async () => {
  const { page, frame } = await fixture.open()
  const read = await frame.evaluate(() => {
    const readFile = (options) => new Promise((resolve) => {
      window.__host.wx.getFileSystemManager().readFile({ ...options, success: ({ data }) => resolve(data), fail: ({ errMsg }) => resolve(errMsg) })
    })
    return Promise.all([readFile({ filePath: '/core/add.wasm.br' }).then((data) => data.byteLength > 0), readFile({ filePath: '/none.bin' })])
  })
  assert.deepEqual(read, [true, 'readFile:fail no such file or directory, open /none.bin'])
  await page.close()
})

test('a chosen picture is a temporary file that an image shows and code can measure', async () => {
  const { page, frame } = await fixture.open()
  const chooser = page.waitForEvent('filechooser')
  const chosen = frame.evaluate(() => window.__host.wx.chooseMedia({ count: 1, mediaType: ['image'] }))
  await (await chooser).setFiles({ name: 'code.png', mimeType: 'image/png', buffer: PNG })
  const [file] = (await chosen).tempFiles
  assert.equal(file.size, PNG.length)
  assert.match(file.tempFilePath, /^http:\/\/tmp\/.*\.png$/)
  await frame.evaluate((source) => window.__host.pages[0].setData({ source }), file.tempFilePath)
  await until(() => frame.evaluate(() => document.querySelector('wx-image img')?.naturalWidth === 1))
  const info = await frame.evaluate((src) => window.__host.wx.getImageInfo({ src }), file.tempFilePath)
  assert.deepEqual([info.width, info.height, info.type], [1, 1, 'png'])
  assert.deepEqual(await frame.evaluate(() => window.__host.errors), [])
  await page.close()
})

test('a file sent in a chat is a temporary file that can be read', async () => {
  const { page, frame } = await fixture.open()
  const chooser = page.waitForEvent('filechooser')
  const chosen = frame.evaluate(() => window.__host.wx.chooseMessageFile({ count: 1, type: 'file' }))
  await (await chooser).setFiles({ name: 'answer.txt', mimeType: 'text/plain', buffer: Buffer.from('HPI1:答') })
  const [file] = (await chosen).tempFiles
  assert.deepEqual([file.name, file.size], ['answer.txt', 8])
  const text = await frame.evaluate((filePath) => new Promise((resolve) => {
    window.__host.wx.getFileSystemManager().readFile({ filePath, encoding: 'utf8', success: ({ data }) => resolve(data), fail: resolve })
  }), file.path)
  assert.equal(text, 'HPI1:答')
  await page.close()
})

test('a drawn canvas becomes a file', async () => {
  const { page, frame } = await fixture.open()
  const made = await frame.evaluate(async () => {
    const { wx } = window.__host
    const canvas = wx.createOffscreenCanvas({ type: '2d', width: 20, height: 10 })
    canvas.getContext('2d').fillRect(0, 0, 20, 10)
    const { tempFilePath } = await wx.canvasToTempFilePath({ canvas })
    return wx.getImageInfo({ src: tempFilePath })
  })
  assert.deepEqual([made.width, made.height], [20, 10])
  await page.close()
})

test('the clipboard keeps what was copied and says so', async () => {
  const { page, frame } = await fixture.open()
  await frame.evaluate(() => window.__host.wx.setClipboardData({ data: 'HC1:COPY' }))
  assert.equal(await page.getByRole('status').innerText(), 'Copied')
  assert.equal((await frame.evaluate(() => window.__host.wx.getClipboardData({}))).data, 'HC1:COPY')
  await page.close()
})

test('what the system tells is of this phone', async () => {
  const { page, frame } = await fixture.open('language=zh_CN&theme=dark', { width: 375, height: 700 })
  const told = await frame.evaluate(() => {
    const { wx } = window.__host
    return { base: wx.getAppBaseInfo(), window: wx.getWindowInfo(), capsule: wx.getMenuButtonBoundingClientRect(), launch: wx.getLaunchOptionsSync() }
  })
  assert.deepEqual([told.base.language, told.base.theme], ['zh_CN', 'dark'])
  assert.deepEqual([told.window.windowWidth, told.window.windowHeight, told.window.screenHeight], [375, 656, 700])
  assert.deepEqual([told.capsule.width, told.capsule.height, told.capsule.right], [87, 32, 368])
  assert.equal(told.launch.path, 'pages/first/first')
  await page.close()
})

test('hover-class shows while pressed', async () => {
  const { page, frame } = await fixture.open()
  const button = frame.getByRole('button', { name: 'button', exact: true })
  const pressed = () => button.evaluate((element) => element.className.includes('button-hover'))
  const { x, y } = /** @type {any} */ (await button.boundingBox())
  await page.mouse.move(x + 5, y + 5)
  await page.mouse.down()
  assert.equal(await pressed(), true)
  await page.mouse.up()
  await until(async () => !(await pressed()))
  await page.close()
})
