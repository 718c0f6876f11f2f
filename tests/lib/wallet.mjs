// The traveller's mini-program in its browser host, driven as a traveller does: by what is written on the screen.
import { until } from './browser.mjs'

/** A phone's screen. */
export const PHONE = { viewport: { width: 375, height: 812 }, deviceScaleFactor: 2 }

/**
 * Opens the wallet and waits until its first page stands.
 * @param {import('playwright-core').BrowserContext} context
 * @param {string} query of the host: `language=en&theme=dark&at=...&page=...`
 */
export async function openWallet(context, address, query = 'language=en') {
  const page = await context.newPage()
  await page.goto(`${address}?${query}`)
  const frame = await (await page.waitForSelector('iframe.app')).contentFrame()
  await until(() => frame.evaluate(() => Boolean(window.__host)))
  await frame.evaluate(() => window.__host.ready)
  const wallet = new Wallet(page, frame)
  await until(async () => (await wallet.data()).phase === 'ready')
  return wallet
}

class Wallet {
  /** @param {import('playwright-core').Page} page @param {import('playwright-core').Frame} frame */
  constructor(page, frame) {
    this.page = page
    this.frame = frame
  }

  /** What of this text is on the screen now. */
  text(text) {
    return this.frame.getByText(text, { exact: true }).filter({ visible: true }).first()
  }

  tap(text) {
    return this.text(text).click()
  }

  sees(text) {
    return this.text(text).waitFor()
  }

  /** Everything that can be read on the screen. */
  screen() {
    return this.frame.evaluate(() => document.body.innerText)
  }

  async shows(pattern) {
    await until(async () => pattern.test(await this.screen()))
  }

  /** Where the mini-program is: the path of the page on top. */
  route() {
    return this.frame.evaluate(() => window.__host.pages.at(-1).route)
  }

  /** Data of the page on top. */
  data() {
    return this.frame.evaluate(() => JSON.parse(JSON.stringify(window.__host.pages.at(-1)?.data ?? {})))
  }

  calls(name) {
    return this.frame.evaluate((member) => JSON.parse(JSON.stringify(window.__host.callsOf(member))), name)
  }

  errors() {
    return this.frame.evaluate(() => [...window.__host.errors])
  }

  /** Opens a page by its address, as a link or a stale stack would. */
  async go(url) {
    const route = url.slice(1).split('?')[0]
    await this.frame.evaluate((to) => window.__host.wx.reLaunch({ url: to }), url)
    await until(async () => (await this.route()) === route && (await this.data()).phase === 'ready')
  }

  home() {
    return this.go('/pages/home/home')
  }

  /** Answers the next dialog with yes. */
  agree() {
    return this.frame.evaluate(() => window.__host.reply('showModal', { confirm: true, cancel: false }))
  }

  /** On the screen for adding: the phone's scanner gives this text. */
  async scan(text) {
    await this.frame.evaluate((result) => window.__host.reply('scanCode', { result }), text)
    await this.tap('Scan a code')
  }

  /** From home: adds a code by scanning. */
  async add(text) {
    await this.go('/pages/add/add')
    await this.scan(text)
    await until(async () => (await this.data()).outcome)
  }

  /** The input of one part of the passport's lines: `line1`, `number`, `birth`, `expiry`, `lines`. */
  field(part) {
    return this.frame.locator(`[id$="field-${part}"]`).locator('input, textarea').filter({ visible: true })
  }

  /** Chooses the last kind of document offered: not one of China's. */
  async otherDocument() {
    const { kinds } = await this.data()
    await this.frame.locator('wx-picker').filter({ visible: true }).click()
    await this.page.locator('.picker-list').selectOption({ index: kinds.length - 1 })
    await this.page.locator('.picker-ok').click()
    await this.sees(kinds.at(-1))
  }

  /** Types a passport's two lines part by part, as the screen asks for them. */
  async type([first, second]) {
    if (first.slice(2, 5) !== 'CHN') await this.otherDocument()
    const parts = { line1: first, number: second.slice(0, 10), birth: second.slice(13, 20), expiry: second.slice(21, 28) }
    for (const [part, value] of Object.entries(parts)) {
      await this.field(part).fill(value)
      await this.field(part).blur()
    }
  }

  /** From the screen for binding: types the lines and binds. */
  async bind(passport) {
    await this.type(passport)
    await this.tap('Bind this passport')
    await this.sees('Passport bound')
  }

  /** From the screen for binding with the lines typed: reads the chip of what is laid on the phone. */
  async readChip(id, options) {
    await this.tap('Read the chip')
    await this.tap('Start reading')
    await this.sees('Looking for the chip')
    await this.present(id, options)
  }

  /** Lays a demo passport on the phone. */
  present(id, options) {
    return this.frame.evaluate((given) => window.__host.reader.present(...given), [id, options])
  }

  /** Puts pictures, PNG, before the phone's camera, one after another. */
  photograph(pictures) {
    const given = pictures.map((bytes) => bytes.toString('base64'))
    return this.frame.evaluate((list) => window.__host.camera.showPictures(list.map((text) => {
      const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
      return new Blob([bytes], { type: 'image/png' })
    })), given)
  }

  /** The pixels of the code on the screen, once it is drawn: grey levels. */
  async code() {
    const canvas = this.frame.locator('canvas').filter({ visible: true })
    await canvas.waitFor()
    const read = () => canvas.evaluate((node) => {
      const { width, height } = node
      const { data } = node.getContext('2d').getImageData(0, 0, width, height)
      const grey = Array.from({ length: width * height }, (_, i) => String.fromCharCode(data[4 * i + 3] === 255 ? data[4 * i] : 127))
      return { width, height, grey: btoa(grey.join('')) }
    })
    return until(async () => {
      const { width, height, grey } = await read()
      const levels = new Uint8Array(Buffer.from(grey, 'base64'))
      return levels.includes(0) && { width, height, grey: levels }
    })
  }

  codes() {
    return this.frame.locator('canvas').filter({ visible: true }).count()
  }
}
