/**
 * The mini-program's bundle in a world with nothing but JavaScript itself, `wx` and `WXWebAssembly`:
 * no TextDecoder, crypto, fetch, URL, WebAssembly or module system of its own.
 */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { runInNewContext } from 'node:vm'
import { brotliDecompressSync } from 'node:zlib'

const dist = new URL('../dist/wechat/', import.meta.url)
const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url)))

/** The platform as a phone has it; each answer can be replaced. */
function platform(replies = {}) {
  const asked = []
  const WXWebAssembly = {
    async instantiate(path, imports) {
      asked.push(path)
      const packed = await readFile(new URL(path.replace('/core/', ''), dist))
      return WebAssembly.instantiate(brotliDecompressSync(packed), imports)
    },
    ...replies.WXWebAssembly,
  }
  const wx = {
    getRandomValues: ({ length, success }) =>
      setTimeout(() => success({ randomValues: crypto.getRandomValues(new Uint8Array(length)).buffer })),
    ...replies.wx,
  }
  return { asked, WXWebAssembly, wx }
}

async function load(build, { WXWebAssembly, wx }) {
  const module = { exports: {} }
  const code = await readFile(new URL(`${build}.js`, dist), 'utf8')
  // a context of its own has JavaScript's globals and no others; its WebAssembly is taken away
  runInNewContext(code, { module, exports: module.exports, WXWebAssembly, wx, WebAssembly: undefined })
  return module.exports
}

for (const build of ['verifier', 'wallet', 'passport', 'desk']) {
  test(`${build} starts from the code package`, async () => {
    const phone = platform()
    const core = await load(build, phone)
    assert.throws(() => core.version(), { message: 'healthpass is not initialised: await init() first' })
    await core.init(`/core/healthpass-${build}.wasm.br`)
    assert.equal(core.version(), version)
    assert.deepEqual(phone.asked, [`/core/healthpass-${build}.wasm.br`])
  })
}

test('takes the instance alone, as the platform’s typings promise it', async () => {
  const phone = platform()
  const { instantiate } = phone.WXWebAssembly
  phone.WXWebAssembly.instantiate = async (...given) => (await instantiate(...given)).instance
  const core = await load('wallet', phone)
  await core.init()
  assert.equal(core.version(), version)
})

test('without randomness the wallet does not start, and may be tried again', async () => {
  const phone = platform()
  const { getRandomValues } = phone.wx
  phone.wx.getRandomValues = ({ fail }) => fail({ errMsg: 'getRandomValues:fail' })
  const core = await load('wallet', phone)
  await assert.rejects(core.init(), { code: 'core.load' })
  assert.throws(() => core.version(), /not initialised/)
  phone.wx.getRandomValues = getRandomValues
  await core.init()
  assert.equal(core.version(), version)
})

test('errors cross with their code', async () => {
  const core = await load('wallet', platform())
  await core.init()
  assert.throws(() => core.seedEntropy(new Uint8Array(3)), { code: 'entropy.short', name: 'HealthpassError' })
})

test('is written in what the engine of iOS 14 reads', async () => {
  const texts = await Promise.all(['wallet.js', 'passport.js'].map((name) => readFile(new URL(name, dist), 'utf8')))
  for (const text of texts) assert.doesNotMatch(text, /\?\?=|\?\.|\bstatic \{|this\.#|\bimport\.meta\b|\bTextDecoder\(.*globalThis/)
})
