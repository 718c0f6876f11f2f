// What wx asks and says over the page.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import { after, before, test } from 'node:test'
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer'
import { startFixture, until } from './fixture.mjs'

const writerWasm = createRequire(import.meta.url).resolve('zxing-wasm/writer/zxing_writer.wasm')
prepareZXingModule({ overrides: { wasmBinary: fs.readFileSync(writerWasm).buffer } })

/** @type {Awaited<ReturnType<typeof startFixture>>} */
let fixture
before(async () => { fixture = await startFixture() })
after(() => fixture.close())

/** Starts a call and keeps its answer for `answer`. */
const start = (frame, name, options) => frame.evaluate(([member, given]) => {
  window.answered = undefined
  window.__host.wx[member](given).then((result) => { window.answered = result }, (error) => { window.answered = error })
}, [name, options])
async function answer(frame) {
  await until(() => frame.evaluate(() => window.answered !== undefined))
  return frame.evaluate(() => window.answered)
}

test('a modal is a dialog with its two answers', async () => {
  const { page, frame } = await fixture.open()
  await start(frame, 'showModal', { title: 'Remove?', content: 'It is gone then.', confirmText: '移除' })
  await page.getByRole('dialog', { name: 'Remove?' }).getByRole('button', { name: '移除' }).click()
  assert.deepEqual(await answer(frame), { errMsg: 'showModal:ok', confirm: true, cancel: false })
  await start(frame, 'showModal', { title: 'Remove?', content: '' })
  await page.keyboard.press('Escape')
  assert.equal((await answer(frame)).cancel, true)
  await start(frame, 'showModal', { title: 'x', confirmText: 'Remove' })
  assert.match((await answer(frame)).errMsg, /showModal:fail parameter error: confirmText/)
  await page.close()
})

test('toast, loading and action sheet', async () => {
  const { page, frame } = await fixture.open()
  await start(frame, 'showToast', { title: 'Kept', duration: 300 })
  assert.equal(await page.getByRole('status').innerText(), 'Kept')
  await until(async () => (await page.getByRole('status').innerText()) === '')
  await start(frame, 'showLoading', { title: 'Wait' })
  assert.equal(await page.getByRole('status').innerText(), 'Wait')
  await start(frame, 'hideLoading', {})
  assert.equal(await page.getByRole('status').innerText(), '')
  await start(frame, 'showActionSheet', { itemList: ['One', 'Two'] })
  await page.getByRole('button', { name: 'Two' }).click()
  assert.equal((await answer(frame)).tapIndex, 1)
  await start(frame, 'showActionSheet', { itemList: ['One'] })
  await page.getByRole('button', { name: 'Cancel' }).click()
  assert.equal((await answer(frame)).errMsg, 'showActionSheet:fail cancel')
  await page.close()
})

test('scanCode takes a sample, a text, a picture, or a script', async () => {
  const { page, frame } = await fixture.open()
  await start(frame, 'scanCode', {})
  await page.getByRole('button', { name: 'A sample' }).click()
  assert.equal((await answer(frame)).result, 'HC1:SAMPLE')
  await start(frame, 'scanCode', {})
  await page.getByLabel('Text of the code').fill(' shc:/123 ')
  await page.getByRole('button', { name: 'Use this text' }).click()
  assert.equal((await answer(frame)).result, 'shc:/123')

  const { image } = await writeBarcode('HC1:6BF PICTURE', { format: 'QRCode', scale: 4 })
  await start(frame, 'scanCode', {})
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Choose a picture' }).click()
  await (await chooser).setFiles({ name: 'code.png', mimeType: 'image/png', buffer: Buffer.from(await image.arrayBuffer()) })
  assert.deepEqual(await answer(frame), { errMsg: 'scanCode:ok', result: 'HC1:6BF PICTURE', scanType: 'QR_CODE', charSet: 'utf-8', rawData: '', path: '' })

  await frame.evaluate(() => window.__host.reply('scanCode', { result: 'scripted' }))
  await start(frame, 'scanCode', { scanType: ['qrCode'] })
  assert.equal((await answer(frame)).result, 'scripted')
  assert.deepEqual((await frame.evaluate(() => window.__host.callsOf('scanCode'))).at(-1), { scanType: ['qrCode'] })
  await page.close()
})

test('callbacks are called and no promise is given', async () => {
  const { page, frame } = await fixture.open()
  const heard = await frame.evaluate(() => new Promise((resolve) => {
    const heard = []
    window.__host.reply('scanCode', { fail: 'cancel' })
    const given = window.__host.wx.scanCode({
      success: () => heard.push('success'), fail: ({ errMsg }) => heard.push(errMsg), complete: () => resolve([...heard, typeof given]),
    })
  }))
  assert.deepEqual(heard, ['scanCode:fail cancel', 'undefined'])
  await page.close()
})

test('brightness is seen, a screenshot is heard of', async () => {
  const { page, frame } = await fixture.open()
  const dim = () => page.locator('.dim').evaluate((element) => Number(element.style.opacity))
  await start(frame, 'setScreenBrightness', { value: 0.1 })
  assert.ok((await dim()) > 0.3)
  await start(frame, 'setScreenBrightness', { value: 1 })
  assert.equal(await dim(), 0)
  await start(frame, 'getScreenBrightness', {})
  assert.equal((await answer(frame)).value, 1)
  const heard = await frame.evaluate(() => {
    let times = 0
    window.__host.wx.onUserCaptureScreen(() => { times += 1 })
    window.__host.emit('UserCaptureScreen')
    return times
  })
  assert.equal(heard, 1)
  await page.close()
})
