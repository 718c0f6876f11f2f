// Pictures of every screen of wallet and verifier, to be looked at: node tests/lib/shots.mjs [part of a name]
// They go to target/shots/: screen.language.theme.width.png
import fs from 'node:fs'
import path from 'node:path'
import { openBrowser, until } from './browser.mjs'
import { samples, startDemo } from './demo.mjs'
import { forged } from './hc1.mjs'
import { inTarget } from './repo.mjs'
import { own } from './vectors.mjs'
import { check, compare, openVerifier } from './verifier.mjs'
import { openWallet } from './wallet.mjs'

const LANGUAGES = ['en', 'zh']
const THEMES = ['light', 'dark']
const PHONES = [320, 375]
const SCREENS = [320, 375, 1280]
const HEIGHT = 812

const [wanted = ''] = process.argv.slice(2)
const folder = inTarget('shots')
const demo = await startDemo()
const all = samples()
const vectors = Object.fromEntries(own().map(({ id, text }) => [id, text]))
const FORMATS = ['icvp-g3-minor', 'ddcc-tr', 'shc-vaccination', 'shl-link', 'vhl', 'vds-nc-test', 'nzcp-pass', 'divoc']
const [onePart] = vectors['shc-three-codes'].split(/\s+/)
fs.mkdirSync(folder, { recursive: true })
try {
  for (const language of LANGUAGES) {
    for (const theme of THEMES) {
      for (const width of PHONES) await attempt(`wallet ${language} ${theme} ${width}`, () => wallet(language, theme, width))
      for (const width of SCREENS) await attempt(`verifier ${language} ${theme} ${width}`, () => verifier(language, theme, width))
    }
  }
} finally {
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

/** The wallet's screens are grown to their whole length, as a phone cannot show it. */
async function wallet(language, theme, width) {
  const browser = await openBrowser({ options: { viewport: { width, height: HEIGHT }, deviceScaleFactor: 2 } })
  const query = `language=${language === 'zh' ? 'zh_CN' : 'en'}&theme=${theme}`
  const phone = await openWallet(browser.context, demo.wallet, query)
  const shot = async (screen) => {
    await phone.page.waitForTimeout(300)
    await phone.page.screenshot({ path: named(`wallet-${screen}`, language, theme, width) })
    const rest = await phone.frame.evaluate(() => document.documentElement.scrollHeight - innerHeight)
    if (rest < 8) return
    await phone.page.setViewportSize({ width, height: HEIGHT + rest })
    await phone.page.waitForTimeout(200)
    await phone.page.screenshot({ path: named(`wallet-${screen}-whole`, language, theme, width) })
    await phone.page.setViewportSize({ width, height: HEIGHT })
  }
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

async function verifier(language, theme, width) {
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB'
  const browser = await openBrowser({ options: { viewport: { width, height: HEIGHT }, colorScheme: theme, locale } })
  const page = await openVerifier(browser.context, demo.verifier)
  // the whole page with its buttons where they belong, at the foot
  const shot = async (screen) => {
    const height = await page.evaluate(() => document.documentElement.scrollHeight)
    await page.setViewportSize({ width, height })
    await page.waitForTimeout(200)
    await page.screenshot({ path: named(`verifier-${screen}`, language, theme, width) })
    await page.setViewportSize({ width, height: HEIGHT })
  }
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
