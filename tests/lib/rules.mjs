// Rule packs of the tests, signed as publishers sign them, and a desk that asks about a trip.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { built, inTarget, program } from './repo.mjs'

const DAY = 86400000
/** When the traveller of the yellow fever sample was vaccinated. */
const DOSE = '2026-02-20'

/** The root of everything the demo signs, as files and as the pin. */
const rootKey = () => built(inTarget('demo/keys/root.key.pem'))
export const root = () => JSON.parse(fs.readFileSync(built(inTarget('demo/trust/root.json')), 'utf8')).root

/** Days since the dose of the sample, by the calendar of this machine. */
export function doseAge(now = new Date()) {
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate())
  return Math.round((today - Date.parse(DOSE)) / DAY)
}

/**
 * A pack that asks who passes through Iceland for a yellow fever dose of so many days: no shipped pack speaks of that.
 * @param {{ sequence?: number, days?: number, created?: number, lasts?: number }} [given] `created` and `lasts` in days
 *   from now and from then.
 */
export function pack({ sequence = 2, days = 10, created = -7, lasts = 90 } = {}) {
  const date = (ahead) => `${new Date(Date.now() + ahead * DAY).toISOString().slice(0, 10)}T00:00:00Z`
  const always = { ValidFrom: '2020-01-01T00:00:00Z', ValidTo: '2099-12-31T23:59:59Z' }
  const rule = (Identifier, CertificateType, en, zh, Logic, AffectedFields) => ({
    Identifier, Type: 'Transit', Country: 'IS', Version: '1.0.0', SchemaVersion: '1.3.0', Engine: 'CERTLOGIC', EngineVersion: '1.3.3', CertificateType,
    Description: [{ lang: 'en', desc: en }, { lang: 'zh', desc: zh }], ...always, AffectedFields, Logic,
  })
  return {
    id: 'test-iceland', sequence, name: { en: 'Transit of Iceland, for tests', zh: '经冰岛过境（测试）' }, publishedBy: 'Tests',
    source: { title: 'Nobody asks for this', url: 'https://example.org/iceland', date: '2026-11' },
    createdAt: date(created), expiresAt: date(created + lasts), areas: [],
    rules: [
      rule('VR-IS-0001', 'Vaccination', 'The dose is old enough.', '接种已满规定天数。',
        { 'not-before': [{ plusTime: [{ var: 'leg.date' }, 0, 'day'] }, { plusTime: [{ var: 'record.day' }, days, 'day'] }] }, ['record.day']),
      rule('XR-IS-0001', 'General', 'An exemption is held.', '持有豁免证明。', { '===': [{ var: 'record.kind' }, 'exemption'] }, ['record.kind']),
    ],
    requirements: [{
      id: 'iceland-transit', stage: 'transit', country: 'IS',
      description: { en: 'A yellow fever dose before passing through.', zh: '过境前须接种黄热病疫苗。' },
      routes: [
        { id: 'dose', description: { en: 'Vaccinated in time.', zh: '已按时接种。' }, all: [{ record: 'vaccination', diseases: ['16541001', '1D47'], rules: ['VR-IS-0001'] }] },
        { id: 'exemption', description: { en: 'A medical exemption on paper.', zh: '纸质医学豁免证明。' }, all: [{ record: 'exemption', rules: ['XR-IS-0001'] }] },
      ],
      otherwise: { refused: true },
    }],
  }
}

/** The signed file of a pack. */
export function signed(content) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'healthpass-rules-'))
  try {
    const [source, out] = [path.join(folder, 'pack.json'), path.join(folder, 'pack.cbor')]
    fs.writeFileSync(source, JSON.stringify(content))
    execFileSync(program('healthpass'), ['rules', 'build', '--root-key', rootKey(), '-o', out, '--at', content.createdAt, source], { stdio: ['ignore', 'ignore', 'inherit'] })
    return fs.readFileSync(out)
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

const lists = async (page) => {
  if (!(await page.locator('#lists').isVisible())) await page.locator('#lists-open').click()
  await page.locator('#more-files').waitFor({ state: 'attached' })
}

/** Offers a signed pack as an officer does; what the page says of it. */
export async function offer(page, bytes, pin = root()) {
  await lists(page)
  await page.locator('#more-kind').selectOption('rules')
  await page.locator('#more-files').setInputFiles({ name: 'pack.cbor', mimeType: 'application/cbor', buffer: bytes })
  await page.locator('#more-root').fill(pin)
  await page.locator('#more-load').click()
  await page.locator('#more-answer:not(:empty)').waitFor()
  return page.locator('#more-answer').innerText()
}

/** Takes a pack in and goes back to scanning. */
export async function useRules(page, content) {
  assert.match(await offer(page, signed(content)), new RegExp(`number ${content.sequence}|编号 ${content.sequence}`))
  await page.locator('#back').click()
}

/** Chooses a state by typing. */
export async function choose(page, id, typed) {
  await page.locator(`#${id}`).fill('')
  await page.locator(`#${id}`).pressSequentially(typed)
  await page.locator(`#${id}-list [role=option]`).first().waitFor()
  await page.keyboard.press('Enter')
}

/** Sets that travellers pass through Iceland here. */
export async function askIceland(page) {
  await page.locator('#trip-bar').click()
  await page.locator('#trip-stage-transit').check()
  await choose(page, 'trip-here', 'icel')
  await page.locator('#trip-use').click()
  await page.locator('#trip').waitFor({ state: 'detached' })
}
