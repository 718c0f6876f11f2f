// Pictures of every screen of wallet and verifier, to be looked at: node tests/lib/shots.mjs [part of a name]
// They go to target/shots/: screen.language.theme.width.png
import fs from 'node:fs'
import path from 'node:path'
import { openBrowser, until } from './browser.mjs'
import { samples, startDemo } from './demo.mjs'
import { forged } from './hc1.mjs'
import { holder, keyFile, PASSPHRASE } from './holder.mjs'
import { passportPicture } from './passport-picture.mjs'
import { video } from './picture.mjs'
import { inTarget } from './repo.mjs'
import { newWorld } from './showing.mjs'
import { showing } from './showing-shots.mjs'
import { own } from './vectors.mjs'
import { check, compare, loadKey, openVerifier, scanning } from './verifier.mjs'
import { openWallet } from './wallet.mjs'

const LANGUAGES = ['en', 'zh']
const THEMES = ['light', 'dark']
const PHONES = [320, 375]
const SCREENS = [320, 375, 1280]
const HEIGHT = 812

const [wanted = ''] = process.argv.slice(2)
const folder = inTarget('shots')
const demo = await startDemo()
const world = await newWorld()
const all = samples()
const vectors = Object.fromEntries(own().map(({ id, text }) => [id, text]))
const FORMATS = ['icvp-g3-minor', 'ddcc-tr', 'shc-vaccination', 'shl-link', 'vhl', 'vds-nc-test', 'nzcp-pass', 'divoc']
const [onePart] = vectors['shc-three-codes'].split(/\s+/)
fs.mkdirSync(folder, { recursive: true })
try {
  for (const language of LANGUAGES) {
    for (const theme of THEMES) {
      for (const width of PHONES) await attempt(`wallet ${language} ${theme} ${width}`, () => wallet(language, theme, width))
      for (const width of PHONES) await attempt(`passport ${language} ${theme} ${width}`, () => passport(language, theme, width))
      for (const width of PHONES) await attempt(`showing ${language} ${theme} ${width}`, () => showing({ world, language, theme, width, height: HEIGHT, shooter }))
      for (const width of SCREENS) await attempt(`reader ${language} ${theme} ${width}`, () => reader(language, theme, width))
      for (const width of SCREENS) await attempt(`verifier ${language} ${theme} ${width}`, () => verifier(language, theme, width))
      for (const width of SCREENS) await attempt(`desk ${language} ${theme} ${width}`, () => desk(language, theme, width))
    }
  }
} finally {
  world.close()
  demo.stop()
}

async function attempt(what, work) {
  if (!what.includes(wanted)) return
  console.log(what)
  await work()
}

function named(...parts) {
  return path.join(folder, `${parts.join('.')}.png`)
}

/** Takes a screen of the mini-program as the phone shows it, and where it is longer grown to its whole length. */
function shooter(phone, group, language, theme, width) {
  return async (screen) => {
    await phone.page.waitForTimeout(300)
    await phone.page.screenshot({ path: named(`${group}-${screen}`, language, theme, width) })
    const rest = await phone.frame.evaluate(() => document.documentElement.scrollHeight - innerHeight)
    if (rest < 8) return
    await phone.page.setViewportSize({ width, height: HEIGHT + rest })
    await phone.page.waitForTimeout(200)
    await phone.page.screenshot({ path: named(`${group}-${screen}-whole`, language, theme, width) })
    await phone.page.setViewportSize({ width, height: HEIGHT })
  }
}

/** Binding by camera and by chip. */
async function passport(language, theme, width) {
  const query = `language=${language === 'zh' ? 'zh_CN' : 'en'}&theme=${theme}`
  const browser = await openBrowser({ options: { viewport: { width, height: HEIGHT }, deviceScaleFactor: 2 } })
  let phone
  let shot
  const onPhone = async (given = '') => {
    if (phone) await phone.page.close()
    phone = await openWallet(browser.context, demo.wallet, `${query}${given}`)
    shot = shooter(phone, 'passport', language, theme, width)
  }
  const call = (method, ...args) => phone.frame.evaluate(([name, given]) => { window.__host.pages.at(-1)[name](...given) }, [method, args])
  const present = (id, options) => phone.present(id, options)
  const till = (condition) => until(async () => condition(await phone.data()))
  const toChip = async (passportOf = 'international') => {
    await phone.go('/pages/bind/bind')
    await phone.type(all[passportOf].passport)
    await call('toChip')
    await until(async () => (await phone.route()) === 'pages/chip/chip' && (await phone.data()).phase === 'ready')
  }
  const judged = async (name, options) => {
    await toChip()
    await call('begin')
    await present('zhang-wei', options)
    await till(({ judged: found }) => found)
    await shot(`chip-${name}`)
  }
  await onPhone('&phone=ios-old')
  await phone.go('/pages/bind/bind')
  await shot('bind-no-nfc')
  await onPhone('&camera=denied')
  await phone.go('/pages/scan/scan')
  await till(({ trouble }) => trouble)
  await shot('scan-denied')
  await onPhone('&camera=nothing')
  await phone.go('/pages/scan/scan')
  await till(({ looking }) => looking)
  await phone.page.waitForTimeout(1500)
  await shot('scan-looking')
  await phone.frame.evaluate(() => window.__host.camera.showPassport('zhang-wei'))
  await till(({ found }) => found)
  await shot('scan-confirm')
  await call('onYes')
  await till(({ outcome }) => outcome)
  await shot('scan-bound')
  await phone.home()
  await shot('home-scanned')
  await phone.go('/pages/bind/bind')
  await call('toChip')
  await till(({ chipNeeds }) => chipNeeds)
  await shot('bind-chip-needs')
  await phone.go('/pages/chip/chip')
  await shot('chip-nothing')
  await toChip()
  await shot('chip-start')
  await phone.frame.evaluate(() => window.__host.reader.setCommandTime(60))
  await call('begin')
  await till(({ reading }) => reading)
  await shot('chip-waiting')
  await present('zhang-wei', { lostAfter: 14 })
  await till(({ reading }) => reading?.percent > 20)
  await shot('chip-hold')
  await till(({ reading }) => reading?.lost)
  await shot('chip-lost')
  await phone.frame.evaluate(() => { window.__host.reader.setCommandTime(2); window.__host.reader.remove() })
  await call('onSecondary')
  await till(({ reading }) => !reading)
  await call('begin')
  await present('anna-maria')
  await till(({ trouble }) => trouble)
  await shot('chip-wrong-key')
  await judged('forged', { forged: true })
  await judged('copy', { copied: true })
  await judged('unknown', { unlisted: true })
  await judged('original', {})
  const errors = await phone.errors()
  if (errors.length > 0) console.error(errors.join('\n'))
  await browser.close()
}

/** The officer reads the passport in hand by camera. */
async function reader(language, theme, width) {
  const press = await openBrowser()
  const camera = path.join(folder, 'camera.y4m')
  fs.writeFileSync(camera, video(await passportPicture(press.context, all.international.passport, { width: 1280, height: 720, turn: 0.006 })))
  await press.close()
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB'
  const browser = await openBrowser({ camera, options: { viewport: { width, height: HEIGHT }, colorScheme: theme, locale } })
  const page = await openVerifier(browser.context, demo.verifier)
  const shot = async (screen) => {
    await page.setViewportSize({ width, height: await page.evaluate(() => document.documentElement.scrollHeight) })
    await page.waitForTimeout(200)
    await page.screenshot({ path: named(`reader-${screen}`, language, theme, width) })
    await page.setViewportSize({ width, height: HEIGHT })
  }
  if (await page.locator('#camera-stop').isVisible()) await page.locator('#camera-stop').click()
  await check(page, all.international.text)
  await page.locator('#passport-open').click()
  await shot('ways')
  await page.locator('#passport-camera').click()
  await page.locator('#passport-screen video').waitFor()
  await shot('camera')
  await page.locator('#passport-confirm').waitFor()
  await shot('confirm')
  await page.locator('#passport-use').click()
  await page.locator('#compare .same').first().waitFor()
  await shot('compared')
  await browser.close()
  fs.rmSync(camera)
}

/** The wallet's screens. */
async function wallet(language, theme, width) {
  const browser = await openBrowser({ options: { viewport: { width, height: HEIGHT }, deviceScaleFactor: 2 } })
  const query = `language=${language === 'zh' ? 'zh_CN' : 'en'}&theme=${theme}`
  const phone = await openWallet(browser.context, demo.wallet, query)
  const shot = shooter(phone, 'wallet', language, theme, width)
  const scan = async (text) => {
    await phone.go('/pages/add/add')
    await phone.frame.evaluate((result) => { window.__host.reply('scanCode', { result }); return window.__host.pages.at(-1).onScan() }, text)
    await until(async () => (await phone.data()).outcome)
  }
  const press = () => phone.frame.evaluate(() => {
    const page = window.__host.pages.at(-1)
    return page.data.outcome ? page.onOutcome() : page.onPrimary()
  })
  await shot('empty')
  await phone.go('/pages/add/add')
  await shot('add')
  await scan('garbage')
  await shot('add-unreadable')
  await phone.go('/pages/add/add')
  await phone.frame.evaluate((result) => { window.__host.reply('scanCode', { result }); return window.__host.pages.at(-1).onScan() }, onePart)
  await until(async () => (await phone.data()).progress)
  await shot('add-parts')
  await scan(all.international.text)
  await shot('add-kept')
  await phone.home()
  await shot('home-unbound')
  const { people: [person] } = await phone.data()
  await phone.go(`/pages/show/show?id=${person.certificates[0].id}`)
  await shot('show-shut')
  await phone.go(`/pages/bind/bind?person=${person.id}`)
  await shot('bind')
  const [first, second] = all.international.passport
  await phone.type([first, second.replace('9001011', '9002011')])
  await shot('bind-wrong')
  await phone.type([first, second])
  await shot('bind-right')
  await press()
  await until(async () => (await phone.data()).outcome)
  await shot('bound')
  await scan(all['digital-covid'].text)
  await press()
  await until(async () => (await phone.route()) === 'pages/bind/bind' && (await phone.data()).phase === 'ready')
  await phone.type(all['digital-covid'].passport)
  await press()
  await until(async () => (await phone.data()).outcome)
  for (const name of ['yellow-fever', 'expired', 'unlisted']) {
    await scan(all[name].text)
    await shot(`add-${name}`)
  }
  await phone.home()
  await shot('home')
  const { people } = await phone.data()
  for (const [i, { id }] of people.flatMap(({ certificates }) => certificates).entries()) {
    await phone.go(`/pages/certificate/certificate?id=${id}`)
    if (i === 0) await phone.frame.evaluate(() => window.__host.pages.at(-1).onChecks())
    await shot(`certificate-${i + 1}`)
  }
  await phone.go('/pages/show/show')
  await phone.code()
  await shot('show')
  await phone.go(`/pages/bind/bind?person=${person.id}`)
  await shot('passport')
  await phone.go('/pages/settings/settings')
  await shot('settings')
  const errors = await phone.errors()
  if (errors.length > 0) console.error(errors.join('\n'))
  await browser.close()
}

/** The height of a page that has come to rest: some screens fill after they are there. */
async function wholeHeight(page) {
  for (let before = 0; ; ) {
    const height = await page.evaluate(() => document.documentElement.scrollHeight)
    if (height === before) return height
    before = height
    await page.waitForTimeout(200)
  }
}

/** The officer's page, and how to take the whole of it. */
async function officer(group, language, theme, width) {
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB'
  const browser = await openBrowser({ options: { viewport: { width, height: HEIGHT }, colorScheme: theme, locale } })
  const page = await openVerifier(browser.context, demo.verifier)
  // the whole page with its buttons where they belong, at the foot
  const shot = async (screen) => {
    await page.setViewportSize({ width, height: await wholeHeight(page) })
    await page.waitForTimeout(200)
    await page.screenshot({ path: named(`${group}-${screen}`, language, theme, width) })
    await page.setViewportSize({ width, height: HEIGHT })
  }
  return { browser, page, shot }
}

/** Keys, questions, and codes that a wallet shows. */
async function desk(language, theme, width) {
  const { browser, page, shot } = await officer('desk', language, theme, width)
  const traveller = await holder()
  const border = { to: ['Border'] }
  await check(page, traveller.show(border).text)
  await shot('sealed')
  await page.locator('#to-keys').click()
  await page.locator('#keys').waitFor()
  await shot('keys-none')
  await page.locator('#key-file').setInputFiles(keyFile('border-health'))
  await page.locator('#key-passphrase').fill('not this one')
  await page.locator('#key-load').click()
  await page.locator('#key-answer .is-stop').waitFor()
  await shot('keys-wrong')
  await loadKey(page, keyFile('border-health'), PASSPHRASE, { keep: true })
  await page.locator('[data-verdict="verified"]').waitFor()
  await shot('opened')
  await page.locator('#show-checks').click()
  await shot('checks')
  await page.locator('#back').click()
  await compare(page, all['digital-covid'].passport)
  await page.locator('[data-verdict="holder-mismatch"]').waitFor()
  await shot('other-passport')
  const codes = {
    another: traveller.show({ to: ['Consulate'] }), stale: traveller.show(border, -600), future: traveller.show(border, 600),
    open: traveller.show(), passport: traveller.show({ ...border, withPassport: true }),
  }
  for (const [name, { text }] of Object.entries(codes)) {
    await check(page, text)
    await shot(name)
  }
  await compare(page, traveller.passport)
  await page.locator('[data-verdict="verified"]').waitFor()
  await shot('passport-opened')
  const again = traveller.show(border).text
  await check(page, again)
  await check(page, again)
  await shot('replayed')
  await scanning(page)
  await shot('scan')
  await page.locator('#keys-open').click()
  await shot('keys')
  await page.locator('#wipe').click()
  await shot('keys-wipe')
  await page.locator('#wipe-no').click()
  await page.locator('#lock-now').click()
  await shot('keys-locked')
  await page.locator('#back').click()
  await shot('scan-locked')
  await page.locator('#ask').click()
  await page.locator('#question').waitFor()
  await shot('question')
  await browser.close()
}

async function verifier(language, theme, width) {
  const { browser, page, shot } = await officer('verifier', language, theme, width)
  await shot('scan')
  await page.locator('#paste-open').click()
  await shot('scan-paste')
  const codes = {
    verified: all.international.text, dcc: all['digital-covid'].text, icvp: all['yellow-fever'].text, expired: all.expired.text, unlisted: all.unlisted.text,
    ...Object.fromEntries(FORMATS.map((id) => [id, vectors[id]])),
    forged: forged(all.international.text, 'ZHANG', 'ZHAMG'), garbage: 'garbage',
  }
  for (const [name, text] of Object.entries(codes)) {
    await check(page, text)
    await shot(name)
  }
  await page.locator('#next').click()
  await page.locator('#paste-open').click()
  await page.locator('#paste-text').fill(onePart)
  await page.locator('#paste-go').click()
  await page.locator('#scan-parts').filter({ hasText: '3' }).waitFor()
  await shot('parts')
  await check(page, all.international.text)
  await page.locator('#passport-open').click()
  await shot('passport')
  await compare(page, all.international.passport)
  await shot('same-passport')
  await compare(page, all['digital-covid'].passport)
  await page.locator('[data-verdict="holder-mismatch"]').waitFor()
  await shot('other-passport')
  await page.locator('#show-checks').click()
  await shot('checks')
  await page.locator('#lists-open').click()
  await shot('lists')
  await browser.close()
}
