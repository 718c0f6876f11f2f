// The traveller before the screens of protected codes.
import { until } from './browser.mjs'
import { sentences } from './repo.mjs'

const en = sentences('en')

/** @param {Awaited<ReturnType<typeof import('./wallet.mjs').openWallet>>} wallet @param {Awaited<ReturnType<typeof import('./showing.mjs').newWorld>>} world @param {string[]} zone lines of the passport */
export function traveller(wallet, world, zone) {
  const on = (page) => until(async () => (await wallet.route()) === `pages/${page}/${page}` && (await wallet.data()).phase === 'ready')
  const call = (method, ...args) => wallet.frame.evaluate(([name, given]) => window.__host.pages.at(-1)[name](...given), [method, args])

  /** The text of the code on the screen, read from its pixels. */
  async function codeOnScreen() {
    await wallet.code()
    return wallet.frame.evaluate(async () => {
      const canvas = [...document.querySelectorAll('canvas')].find((node) => node.offsetParent)
      const { readCodes } = await import(new URL('decoder.js', document.baseURI).href)
      const [found] = await readCodes(await new Promise((resolve) => { canvas.toBlob(resolve) }))
      return found?.text
    })
  }

  const personId = async () => {
    await wallet.home()
    return (await wallet.data()).people[0].id
  }

  /** A passport is bound and an issuer's batch added, by the screens. */
  async function withBatch() {
    await wallet.go('/pages/bind/bind')
    await wallet.bind(zone)
    await wallet.go(`/pages/bind/bind?person=${await personId()}`)
    await wallet.tap('Ask the issuer for protected certificates')
    await wallet.tap('Make the request')
    await wallet.sees('Asks for 8 one-time codes')
    const { made } = await wallet.data()
    await paste(await world.answer(made.text))
    await on('add')
    await wallet.sees(en['verdict.verified'])
    return made
  }

  /** The issuer's text is copied, and the button for pasting pressed. */
  async function paste(text) {
    await wallet.frame.evaluate((data) => window.__host.reply('getClipboardData', { data }), text)
    await wallet.tap('Paste the answer')
  }

  /** From anywhere: to the choices for the first certificate. */
  async function toChoices() {
    await wallet.home()
    const { people: [{ certificates: [{ id }] }] } = await wallet.data()
    await wallet.go(`/pages/choose/choose?id=${id}`)
    return id
  }

  /** Chooses readers by destination: `[['Pakistan', name], ...]`; none for an open code. */
  async function seal(...readers) {
    await call('onReaders')
    await on('reader')
    if ((await wallet.data()).at) await wallet.tap('Another destination')
    if (readers.length === 0) {
      await wallet.tap('Anyone who scans it')
      await on('choose')
      return
    }
    for (const [destination, name] of readers) {
      if ((await wallet.data()).at) await wallet.tap('Another destination')
      await wallet.tap(destination)
      await wallet.sees('Choose who can read it, two at most.')
      const isChosen = async () => (await wallet.data()).readers.find((reader) => reader.name === name).chosen
      if (!(await isChosen())) await wallet.tap(name)
      await until(isChosen)
    }
    await wallet.tap('Done')
    await on('choose')
  }

  /** Turns switches until exactly these pieces are shown. */
  async function showOnly(...names) {
    for (const { id, name, shown } of (await wallet.data()).pieces) {
      if (shown !== names.includes(name)) await call('onPiece', { currentTarget: { dataset: { id } } })
    }
  }

  /** Makes the code and reads it from the screen. */
  async function make(button) {
    await wallet.tap(button)
    await on('code')
    return codeOnScreen()
  }

  return { on, call, codeOnScreen, personId, withBatch, paste, toChoices, seal, showOnly, make }
}
