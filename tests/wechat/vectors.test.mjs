// The same answers in the mini-program's runtime as natively, byte for byte: the wallet's module as the code package
// carries it, started through WXWebAssembly where no browser global can be seen.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import { after, before, test } from 'node:test'
import { built, root } from '../lib/repo.mjs'
import { openRuntime } from '../lib/runtime.mjs'
import { differences, foreign, own } from '../lib/vectors.mjs'

const RUN = `
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
})`

let runtime
before(async () => {
  const core = built(root, 'mini-program/miniprogram/core')
  runtime = await openRuntime(RUN, (folder) => fs.cpSync(core, folder, { recursive: true }))
})
after(() => runtime?.close())

const answers = (vectors) => runtime.evaluate((given) => {
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
