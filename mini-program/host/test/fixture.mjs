import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import zlib from 'node:zlib'
import { build } from '../build.mjs'
import { serve } from '../serve.mjs'
import { openBrowser, openHost, until } from './browser.mjs'

const sources = path.join(path.dirname(fileURLToPath(import.meta.url)), 'fixture')

/** `(func (export "add") (param i32 i32) (result i32) local.get 0 local.get 1 i32.add)` */
const ADD_WASM = Buffer.from('0061736d0100000001070160027f7f017f030201000707010361646400000a09010700200020016a0b', 'hex')

/** Stands for the core's mock of a chip: answers with the command, the number of commands since power, and success. */
const ECHO_CHIP = `export const ready = Promise.resolve()
export const openChip = ({ id }, options) => {
  let commands = 0
  return {
    reset() { commands = 0 },
    transceive: (apdu) => Uint8Array.from([...apdu, commands++, id.length, options.copied ? 1 : 0, 0x90, 0]),
  }
}
`

/** The fixture built, served and ready to open; `close` leaves nothing behind. */
export async function startFixture() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'host-fixture-'))
  const source = path.join(folder, 'miniprogram')
  fs.cpSync(sources, source, { recursive: true })
  fs.mkdirSync(path.join(source, 'core'))
  fs.writeFileSync(path.join(source, 'core/add.wasm.br'), zlib.brotliCompressSync(ADD_WASM))
  const out = path.join(folder, 'out')
  await build(source, out)
  fs.writeFileSync(path.join(out, 'samples.json'), JSON.stringify([{ name: { en: 'A sample', zh: '示例' }, note: 'for tests', text: 'HC1:SAMPLE' }]))
  fs.writeFileSync(path.join(out, 'mock-chip.js'), ECHO_CHIP)
  const server = await serve(out)
  const browser = await openBrowser()
  return {
    url: server.url,
    browser,
    /** @param {string} [query] @param {{ width: number, height: number }} [viewport] */
    open: (query, viewport) => openHost(browser, server.url, query, viewport),
    async close() {
      await browser.close()
      server.close()
      fs.rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Data of the page on top. @param {import('playwright-core').Frame} frame */
export const dataOf = (frame) => frame.evaluate(() => window.__host.pages.at(-1).data)

/** What the fixture logged of life cycles. @param {import('playwright-core').Frame} frame */
export const logOf = (frame) => frame.evaluate(() => window.__host.pages[0] && window.__host.app().log)

export { until }
