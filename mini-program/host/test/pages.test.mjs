// Life cycles, the page stack and the phone around it.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { dataOf, logOf, startFixture, until } from './fixture.mjs'

/** @type {Awaited<ReturnType<typeof startFixture>>} */
let fixture
before(async () => { fixture = await startFixture() })
after(() => fixture.close())

const START = ['app onLaunch pages/first/first', 'app onShow', 'box attached', 'first onLoad {}', 'first onShow', 'box show', 'box ready', 'first onReady']
const wx = (frame, name, options) => frame.evaluate(([member, given]) => window.__host.wx[member](given).then((r) => r.errMsg, (e) => e.errMsg), [name, options])

test('life cycles come in WeChat\'s order', async () => {
  const { page, frame } = await fixture.open()
  assert.deepEqual(await logOf(frame), START)
  await wx(frame, 'navigateTo', { url: '../second/second?name=%E5%BC%A0&empty=' })
  assert.deepEqual((await logOf(frame)).slice(START.length), [
    'first onHide', 'box hide', 'second onLoad {"name":"%E5%BC%A0","empty":""}', 'second onShow', 'second onReady',
  ])
  assert.equal((await dataOf(frame)).name, '张')
  await wx(frame, 'navigateBack', {})
  assert.deepEqual((await logOf(frame)).slice(START.length + 5), ['second onUnload', 'first onShow', 'box show'])
  await wx(frame, 'redirectTo', { url: '/pages/second/second' })
  assert.deepEqual((await logOf(frame)).slice(START.length + 8), ['first onUnload', 'box detached', 'second onLoad {}', 'second onShow', 'second onReady'])
  assert.deepEqual(await frame.evaluate(() => window.__host.errors), [])
  await page.close()
})

test('background and foreground reach page, component and app', async () => {
  const { page, frame } = await fixture.open()
  await page.getByRole('button', { name: 'Leave the mini-program' }).click()
  await page.getByRole('button', { name: 'Return to the mini-program' }).click()
  await until(async () => (await logOf(frame)).length === START.length + 6)
  assert.deepEqual((await logOf(frame)).slice(START.length), ['first onHide', 'box hide', 'app onHide', 'app onShow', 'first onShow', 'box show'])
  await page.close()
})

test('navigation fails in WeChat\'s words', async () => {
  const { page, frame } = await fixture.open()
  assert.equal(await wx(frame, 'navigateTo', { url: '/pages/none/none' }), 'navigateTo:fail page "pages/none/none" is not found')
  assert.equal(await wx(frame, 'navigateBack', {}), 'navigateBack:fail cannot navigate back at first page')
  assert.equal(await wx(frame, 'switchTab', { url: '/pages/second/second' }), 'switchTab:fail can not switch to no-tabBar page')
  for (let pages = 1; pages < 10; pages += 1) assert.equal(await wx(frame, 'navigateTo', { url: '/pages/second/second' }), 'navigateTo:ok')
  assert.match(await wx(frame, 'navigateTo', { url: '/pages/second/second' }), /webview count limit exceed/)
  await page.close()
})

test('the title bar shows the page and goes back', async () => {
  const { page, frame } = await fixture.open()
  const title = page.locator('.bar-title')
  assert.equal(await title.textContent(), 'First')
  assert.ok(!(await page.locator('.bar-back').isVisible()))
  await frame.getByRole('link', { name: 'second' }).click()
  assert.equal(await title.textContent(), 'Second')
  await frame.getByRole('button', { name: 'rename' }).click()
  assert.equal(await title.textContent(), 'Renamed')
  await page.getByRole('button', { name: 'Back' }).click()
  assert.equal(await title.textContent(), 'First')
  await page.close()
})

test('a page other than the first leads home', async () => {
  const { page, frame } = await fixture.open(`page=${encodeURIComponent('/pages/second/second?name=x')}`)
  assert.equal((await dataOf(frame)).name, 'x')
  await page.getByRole('button', { name: 'Home' }).click()
  assert.equal(await page.locator('.bar-title').textContent(), 'First')
  await page.close()
})

test('light and dark reach the mini-program, its title bar and its listeners', async () => {
  const { page, frame } = await fixture.open('theme=dark')
  const background = () => frame.evaluate(() => getComputedStyle(document.querySelector('page')).backgroundColor)
  const bar = () => page.locator('.bar').evaluate((element) => getComputedStyle(element).backgroundColor)
  assert.deepEqual([await background(), await bar()], ['rgb(17, 17, 17)', 'rgb(16, 16, 16)'])
  await frame.evaluate(() => { window.heard = []; window.__host.wx.onThemeChange(({ theme }) => window.heard.push(theme)) })
  await page.locator('.side select').nth(1).selectOption('light')
  await until(async () => (await frame.evaluate(() => window.heard.length)) === 1)
  assert.deepEqual([await background(), await bar(), await frame.evaluate(() => window.heard[0])], ['rgb(255, 255, 255)', 'rgb(255, 255, 255)', 'light'])
  await page.close()
})

test('rpx, selector queries and canvas nodes are measured in the phone\'s width', async () => {
  const { page, frame } = await fixture.open()
  const measured = await frame.evaluate(() => window.__host.pages[0].measure())
  assert.deepEqual(measured, { half: 187.5, width: 300, height: 150, alpha: 255 })
  await page.close()
})

test('tag and id selectors reach builtins with their weight', async () => {
  const { page, frame } = await fixture.open()
  const colors = await frame.evaluate(() => ['.half', 'wx-navigator'].map((selector) => getComputedStyle(document.querySelector(selector)).color))
  assert.deepEqual(colors, ['rgb(4, 5, 6)', 'rgb(10, 11, 12)'])
  await page.close()
})

test('components are styled apart and named by their own ids', async () => {
  const { page, frame } = await fixture.open()
  const group = frame.getByRole('group', { name: 'one' })
  assert.equal(await group.count(), 1)
  const colors = await frame.evaluate(() => ['wx-text', 'page > wx-view:nth-of-type(2)'].map((selector) => getComputedStyle(document.querySelector(selector)).color))
  assert.deepEqual(colors, ['rgb(1, 2, 3)', 'rgb(17, 17, 17)'])
  assert.equal((await dataOf(frame)).seen, 'one')
  await page.close()
})
