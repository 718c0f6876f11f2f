// The mini-program's runtime around a mini-program of one page, which hands texts to one of the core's modules.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { openBrowser } from './browser.mjs'
import { program, root } from './repo.mjs'
import { openWallet } from './wallet.mjs'

/**
 * @param {string} run the page's script; it sets the data's `phase` to `ready` when the module answers.
 * @param {(core: string) => void} fill puts the module's files into the code package's folder `core`.
 * @returns the page, to be asked with `evaluate`; `close` ends and removes everything.
 */
export async function openRuntime(run, fill) {
  process.env.HEALTHPASS_XTASK ??= program('xtask')
  const host = path.join(root, 'mini-program/host')
  const [{ build }, { serve }] = await Promise.all([import(path.join(host, 'build.mjs')), import(path.join(host, 'serve.mjs'))])
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'healthpass-runtime-'))
  const opened = []
  const close = async () => {
    for (const end of opened.reverse()) await end()
    fs.rmSync(folder, { recursive: true, force: true })
  }
  try {
    write(path.join(folder, 'miniprogram'), run)
    fill(path.join(folder, 'miniprogram/core'))
    await build(path.join(folder, 'miniprogram'), path.join(folder, 'out'))
    const server = await serve(path.join(folder, 'out'))
    opened.push(() => server.close())
    const browser = await openBrowser()
    opened.push(() => browser.close())
    const wallet = await openWallet(browser.context, server.url)
    return { evaluate: (...given) => wallet.frame.evaluate(...given), close }
  } catch (error) {
    await close()
    throw error
  }
}

function write(folder, run) {
  const sources = {
    'app.json': JSON.stringify({ pages: ['pages/run/run'], window: {}, componentFramework: 'glass-easel', glassEaselWebview: true, renderer: 'webview' }),
    'app.ts': 'App({})',
    'app.wxss': '',
    'pages/run/run.json': '{}',
    'pages/run/run.wxss': '',
    'pages/run/run.wxml': '<view>{{phase}}</view>',
    'pages/run/run.ts': run,
  }
  for (const [name, text] of Object.entries(sources)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
    fs.writeFileSync(path.join(folder, name), text)
  }
  fs.mkdirSync(path.join(folder, 'core'))
}
