// The same answers in the mini-program's runtime as natively, byte for byte: the wallet's module as the code package
// carries it, started through WXWebAssembly where no browser global can be seen.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { openBrowser } from '../lib/browser.mjs'
import { built, program, root } from '../lib/repo.mjs'
import { differences, foreign, own } from '../lib/vectors.mjs'
import { openWallet } from '../lib/wallet.mjs'

/** A mini-program of one page that hands texts to the core. */
const SOURCES = {
  'app.json': JSON.stringify({ pages: ['pages/run/run'], window: {}, componentFramework: 'glass-easel', glassEaselWebview: true, renderer: 'webview' }),
  'app.ts': 'App({})',
  'app.wxss': '',
  'pages/run/run.json': '{}',
  'pages/run/run.wxss': '',
  'pages/run/run.wxml': '<view>{{phase}}</view>',
  'pages/run/run.ts': `
import * as core from '../../core/healthpass'
Page({
  data: { phase: 'opening' },
  verifier: null as core.Verifier | null,
  async onLoad() {
    await core.init('/core/healthpass-wallet.wasm.br')
    this.verifier = new core.Verifier()
    this.setData({ phase: 'ready' })
  },
  answer(text: string, options: string): string {
    try {
      return (this.verifier as core.Verifier).verifyJson(text, options)
    } catch (error) {
      return 'error: ' + (error as core.HealthpassError).code
    }
  },
})`,
}

let folder
let server
let browser
let wallet
before(async () => {
  process.env.HEALTHPASS_XTASK ??= program('xtask')
  const host = path.join(root, 'mini-program/host')
  const [{ build }, { serve }] = await Promise.all([import(path.join(host, 'build.mjs')), import(path.join(host, 'serve.mjs'))])
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'healthpass-runtime-'))
  const source = path.join(folder, 'miniprogram')
  for (const [name, text] of Object.entries(SOURCES)) {
    fs.mkdirSync(path.dirname(path.join(source, name)), { recursive: true })
    fs.writeFileSync(path.join(source, name), text)
  }
  fs.cpSync(built(root, 'mini-program/miniprogram/core'), path.join(source, 'core'), { recursive: true })
  await build(source, path.join(folder, 'out'))
  server = await serve(path.join(folder, 'out'))
  browser = await openBrowser()
  wallet = await openWallet(browser.context, server.url)
})
after(async () => {
  await browser?.close()
  server?.close()
  if (folder) fs.rmSync(folder, { recursive: true, force: true })
})

const answers = (vectors) => wallet.frame.evaluate((given) => {
  const [page] = window.__host.pages
  return given.map(({ text, options }) => page.answer(text, options))
}, vectors)

test('our own vectors', async () => {
  const vectors = own()
  assert.deepEqual(differences(vectors, await answers(vectors)), [])
})

test('other people\'s vectors', async (context) => {
  const vectors = foreign()
  if (!vectors) return context.skip('vectors not found')
  assert.deepEqual(differences(vectors, await answers(vectors)), [])
})
