// Builtin components by touch, keyboard and screen reader.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { dataOf, startFixture, until } from './fixture.mjs'

/** @type {Awaited<ReturnType<typeof startFixture>>} */
let fixture
before(async () => { fixture = await startFixture() })
after(() => fixture.close())

const CONTROLS = `page=${encodeURIComponent('/pages/controls/controls')}`
const lastEvent = async (frame) => (await dataOf(frame)).events.at(-1)

test('Enter and Space press buttons and views with a pressed role', async () => {
  const { page, frame } = await fixture.open()
  const taps = async () => (await dataOf(frame)).taps
  await frame.getByRole('button', { name: 'pressed view' }).focus()
  await page.keyboard.press('Enter')
  assert.equal(await taps(), 1)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Space')
  assert.equal(await taps(), 2)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await until(() => frame.getByText('second', { exact: true }).isVisible().then((link) => !link))
  assert.equal(await page.locator('.bar-title').textContent(), 'Second')
  await page.close()
})

test('a disabled button is told as such and does nothing', async () => {
  const { page, frame } = await fixture.open()
  const button = frame.getByRole('button', { name: 'disabled' })
  assert.equal(await button.getAttribute('aria-disabled'), 'true')
  assert.equal(await button.getAttribute('tabindex'), '-1')
  await button.click({ force: true })
  assert.equal((await dataOf(frame)).taps, 0)
  await frame.getByRole('button', { name: 'button', exact: true }).click()
  assert.equal((await dataOf(frame)).taps, 1)
  await page.close()
})

test('a text field is typed into, rewritten by its page, confirmed', async () => {
  const { page, frame } = await fixture.open(CONTROLS)
  const field = frame.getByRole('textbox', { name: 'Document number' })
  await field.pressSequentially('e123456789x')
  assert.equal(await field.inputValue(), 'E12345678')
  assert.ok(!(await frame.getByText('E12345678').isVisible()))
  await field.press('Enter')
  assert.deepEqual(await lastEvent(frame), ['confirm', 'E12345678'])
  await page.close()
})

test('switch, checkboxes, radios and labels', async () => {
  const { page, frame } = await fixture.open(CONTROLS)
  await frame.getByRole('switch', { name: 'Agree', exact: true }).click()
  assert.deepEqual(await lastEvent(frame), ['switch', false])
  await frame.getByText('A kind').click()
  assert.deepEqual(await lastEvent(frame), ['checkbox', ['a', 'b']])
  await frame.getByRole('radio', { name: 'M' }).check()
  await page.keyboard.press('ArrowDown')
  assert.deepEqual(await lastEvent(frame), ['radio', 'X'])
  await frame.getByText('Also agree').click()
  assert.deepEqual(await lastEvent(frame), ['labelled', true])
  assert.equal(await frame.getByRole('switch', { name: 'Also agree' }).isChecked(), true)
  await page.close()
})

test('pickers open over the phone and answer by keyboard', async () => {
  const { page, frame } = await fixture.open(CONTROLS)
  await frame.getByRole('button', { name: 'Kind' }).focus()
  await page.keyboard.press('Enter')
  await page.locator('dialog select').press('ArrowDown')
  await page.keyboard.press('Enter')
  await until(async () => (await lastEvent(frame))?.[0] === 'picker')
  assert.deepEqual(await lastEvent(frame), ['picker', '1'])
  assert.equal(await frame.getByText('Service').count(), 1)
  await frame.getByRole('button', { name: 'Day' }).click()
  await page.locator('dialog input').fill('2026-12-24')
  await page.getByRole('button', { name: 'OK' }).click()
  await until(async () => (await lastEvent(frame))[0] === 'date')
  assert.deepEqual(await lastEvent(frame), ['date', '2026-12-24'])
  await page.close()
})

test('a form gathers its controls and resets them', async () => {
  const { page, frame } = await fixture.open(CONTROLS)
  await frame.getByRole('textbox', { name: 'Note' }).fill('two\nlines')
  await frame.getByRole('button', { name: 'Send' }).click()
  assert.deepEqual(await lastEvent(frame), ['submit', { number: '', note: 'two\nlines', agree: true, kinds: ['b'], sex: '' }])
  await frame.getByRole('button', { name: 'Clear' }).click()
  assert.deepEqual(await lastEvent(frame), ['reset', null])
  assert.equal(await frame.getByRole('textbox', { name: 'Note' }).inputValue(), '')
  await page.close()
})

test('progress, icon and scroll view', async () => {
  const { page, frame } = await fixture.open(CONTROLS)
  assert.equal(await frame.getByRole('progressbar', { name: 'Progress' }).getAttribute('aria-valuenow'), '40')
  assert.equal(await frame.getByRole('img', { name: 'Done' }).count(), 1)
  await frame.locator('wx-scroll-view').evaluate((element) => element.scrollTo(0, 100))
  await until(async () => (await lastEvent(frame))?.[0] === 'scroll')
  assert.deepEqual(await frame.evaluate(() => [window.__host.errors, window.__host.warnings]), [[], []])
  await page.close()
})
