// What setStorage leaves on the disk.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startFixture } from './fixture.mjs'

/** @type {Awaited<ReturnType<typeof startFixture>>} */
let fixture
before(async () => { fixture = await startFixture() })
after(() => fixture.close())

const SECRET = 'P<CHNZHANG<<WEI'
const raw = (frame) => frame.evaluate(() => JSON.stringify({ ...localStorage }))
const wx = (frame, name, options) => frame.evaluate(([member, given]) => window.__host.wx[member](given).catch((error) => error), [name, options])

test('encrypted values are unreadable at rest and come back after a reload', async () => {
  const first = await fixture.open()
  await wx(first.frame, 'setStorage', { key: 'wallet', data: { mrz: SECRET }, encrypt: true })
  await wx(first.frame, 'setStorage', { key: 'language', data: 'zh' })
  const stored = await raw(first.frame)
  assert.ok(stored.includes('wallet') && stored.includes('zh'))
  for (const form of [SECRET, Buffer.from(SECRET).toString('base64').slice(0, 16), 'CHNZHANG']) assert.ok(!stored.includes(form), form)
  await first.page.close()

  const { page, frame } = await fixture.open()
  assert.deepEqual((await wx(frame, 'getStorage', { key: 'wallet', encrypt: true })).data, { mrz: SECRET })
  assert.match((await wx(frame, 'getStorage', { key: 'wallet' })).errMsg, /fail data not found/)
  assert.deepEqual((await wx(frame, 'getStorageInfo', {})).keys.sort(), ['language', 'wallet'])
  await page.close()
})

test('the key cannot be taken out of the browser', async () => {
  const { page, frame } = await fixture.open()
  await wx(frame, 'setStorage', { key: 'k', data: 1, encrypt: true })
  const extractable = await frame.evaluate(() => new Promise((resolve) => {
    const request = indexedDB.open('mini-program-vault')
    request.onsuccess = () => {
      const read = request.result.transaction('keys').objectStore('keys').get('storage')
      read.onsuccess = () => resolve(crypto.subtle.exportKey('raw', read.result).then(() => 'exported', (error) => error.name))
    }
  }))
  assert.equal(extractable, 'InvalidAccessError')
  await page.close()
})

test('a record moved or changed does not open', async () => {
  const { page, frame } = await fixture.open()
  await wx(frame, 'setStorage', { key: 'a', data: 'a', encrypt: true })
  await wx(frame, 'setStorage', { key: 'b', data: 'b', encrypt: true })
  await frame.evaluate(() => {
    const name = (key) => Object.keys(localStorage).find((stored) => stored.endsWith(`sealed:${key}`))
    localStorage.setItem(name('a'), localStorage.getItem(name('b')))
  })
  assert.equal((await wx(frame, 'getStorage', { key: 'a', encrypt: true })).errMsg, 'getStorage:fail decrypt fail')
  await page.close()
})

test('sizes are WeChat\'s', async () => {
  const { page, frame } = await fixture.open()
  const size = (bytes, encrypt) => wx(frame, 'setStorage', { key: 'big', data: 'x'.repeat(bytes), encrypt }).then(({ errMsg }) => errMsg.split(' ')[0])
  assert.equal(await size(0.7 * 1024 * 1024 + 1, true), 'setStorage:fail')
  assert.equal(await size(0.69 * 1024 * 1024, true), 'setStorage:ok')
  assert.equal(await size(1024 * 1024 + 1, false), 'setStorage:fail')
  await page.close()
})

test('writes land in order, removal and clearing leave nothing', async () => {
  const { page, frame } = await fixture.open()
  const last = await frame.evaluate(async () => {
    const { wx } = window.__host
    for (let i = 0; i <= 20; i += 1) wx.setStorage({ key: 'n', data: 'x'.repeat(20000 - i * 900) + i, encrypt: true })
    return (await wx.getStorage({ key: 'n', encrypt: true })).data.slice(-2)
  })
  assert.equal(last, '20')
  await wx(frame, 'removeStorage', { key: 'n' })
  assert.ok(!(await raw(frame)).includes(':n"'))
  await frame.evaluate(() => window.__host.wx.setStorageSync('s', { a: 1 }))
  assert.deepEqual(await frame.evaluate(() => [window.__host.wx.getStorageSync('s'), window.__host.wx.getStorageSync('none')]), [{ a: 1 }, ''])
  await wx(frame, 'clearStorage', {})
  assert.equal(await raw(frame), '{}')
  await page.close()
})
