/** The chip in memory is in nothing that ships, and what ships knows nothing it need not. */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import fs, { readdir, readFile } from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { test } from 'node:test'
import { brotliDecompressSync } from 'node:zlib'

const root = new URL('../../../../', import.meta.url)
const target = process.env.CARGO_TARGET_DIR ? new URL(`file://${process.env.CARGO_TARGET_DIR}/`) : new URL('target/', root)
const dist = new URL('crates/wasm/npm/dist/', root)
const SHIPPED = [dist, new URL('mini-program/miniprogram/', root), new URL('www/dist/', root)].filter(existsSync)

/** Text that stands in the module of the chip in memory alone. */
const MOCK = /mockchip|mockAuthority|TEST ONLY/i

async function filesUnder(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => `${entry.parentPath ?? entry.path}/${entry.name}`)
}

/** A module as it runs: unpacked. */
async function moduleOf(file) {
  const bytes = await readFile(file)
  return String(file).endsWith('.br') ? brotliDecompressSync(bytes) : bytes
}

test('the chip in memory is in no module and no script that ships', async () => {
  const files = (await Promise.all(SHIPPED.map(filesUnder))).flat()
  const modules = files.filter((file) => /\.wasm(\.br)?$/.test(file))
  assert.ok(modules.length >= 8, `only ${modules.length} modules`)
  for (const file of modules) assert.doesNotMatch((await moduleOf(file)).toString('latin1'), MOCK, file)
  for (const file of files.filter((name) => name.endsWith('.js'))) {
    assert.doesNotMatch(await readFile(file, 'utf8'), /mockchip|mockAuthority/i, file)
  }
})

test('the search would find it', async () => {
  const own = await moduleOf(new URL('mock-chip/node/healthpass-mock-chip.wasm', target))
  assert.match(own.toString('latin1'), MOCK)
})

test('neither verifier nor wallet brings the passport module along', async () => {
  for (const name of ['browser/verifier.js', 'browser/wallet.js', 'node/verifier.js', 'node/wallet.js', 'wechat/wallet.js']) {
    assert.doesNotMatch(await readFile(new URL(name, dist), 'utf8'), /healthpass-passport|ChipSession|MrzCamera/, name)
  }
})

test('verifying in Node.js reads the verifier’s module and no other', async () => {
  const read = []
  const original = fs.readFile
  fs.readFile = (path, ...rest) => {
    read.push(String(path))
    return original(path, ...rest)
  }
  syncBuiltinESMExports()
  try {
    const core = await import(new URL('node/verifier.js?alone', dist))
    await core.init()
    const { text, options } = JSON.parse(await original(new URL('tests/vectors/ithc-full.json', root), 'utf8'))
    assert.equal(new core.Verifier().verify(text, options).verdict, 'verified')
  } finally {
    fs.readFile = original
    syncBuiltinESMExports()
  }
  // whether Node.js reads its scripts the same way depends on its version
  const modules = read.map((path) => path.split('/').pop()).filter((name) => name.includes('.wasm'))
  assert.deepEqual(modules, ['healthpass-verifier.wasm'])
})
