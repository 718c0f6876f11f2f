// A desk in the mini-program's runtime opens what wallets show as natively, byte for byte: the package's module for
// mini-programs, started through WXWebAssembly where no browser global can be seen.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { deskAnswer, presentations } from '../lib/presentations.mjs'
import { packageFile } from '../lib/repo.mjs'
import { openRuntime } from '../lib/runtime.mjs'
import { differences } from '../lib/vectors.mjs'

const RUN = `
import * as core from '../../core/desk'
const answer: (module: typeof core, vector: object) => string = ${deskAnswer}
Page({
  data: { phase: 'opening' },
  async onLoad() {
    await core.init('/core/healthpass-desk.wasm.br')
    this.setData({ phase: 'ready' })
  },
  answer: (vector: object) => answer(core, vector),
})`

let runtime
before(async () => {
  runtime = await openRuntime(RUN, (folder) => {
    for (const name of ['desk.js', 'desk.d.ts', 'healthpass-desk.wasm.br']) {
      fs.copyFileSync(packageFile('wechat', name), path.join(folder, name))
    }
  })
})
after(() => runtime?.close())

test('our own presentations', async () => {
  const vectors = presentations()
  const answers = []
  // one by one: keys are slow to open with their passphrases, on purpose
  for (const vector of vectors) {
    answers.push(await runtime.evaluate((given) => window.__host.pages[0].answer(given), vector))
  }
  assert.deepEqual(differences(vectors, answers), [])
})
