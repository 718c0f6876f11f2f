/** Runs in a project of its own where the packed package is installed. */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { test } from 'node:test'

const require = createRequire(import.meta.url)
const UNINITIALISED = 'healthpass is not initialised: await init() first'

for (const [entry, first] of [['verifier', 'Verifier'], ['wallet', 'Verifier'], ['passport', 'MrzCamera'], ['desk', 'Desk']].map(([name, first]) => [`healthpass/${name}`, first])) {
  test(`${entry} finds its module beside the loader`, async () => {
    const core = await import(entry)
    assert.throws(() => core.version(), { message: UNINITIALISED })
    assert.throws(() => new core[first](), { message: UNINITIALISED })
    await core.init()
    await core.init()
    assert.equal(core.version(), require('healthpass/package.json').version)
  })
}

test('the wallet refuses a short seed with a stable code', async () => {
  const { HealthpassError, init, seedEntropy } = await import('healthpass/wallet')
  await init()
  assert.throws(() => seedEntropy(new Uint8Array(31)), (error) => {
    assert(error instanceof HealthpassError)
    assert.equal(error.code, 'entropy.short')
    assert.deepEqual(error.reasons, [{ code: 'entropy.short', expected: '32', found: '31' }])
    assert.match(error.message, /entropy\.short.*32.*31/)
    return true
  })
  seedEntropy(new Uint8Array(32))
})

test('the sentences of both languages come with it, code for code', () => {
  for (const part of ['', 'passport-', 'desk-', 'wallet-', 'issuing-']) {
    const [en, zh] = ['en', 'zh'].map((language) => require(`healthpass/text/${part}${language}.json`))
    assert(Object.keys(en).length > 0)
    assert.deepEqual(Object.keys(en).sort(), Object.keys(zh).sort())
  }
})

test('every entry has declarations that name nothing outside the package', async () => {
  const root = new URL('.', `file://${require.resolve('healthpass/package.json')}`)
  const { exports } = require('healthpass/package.json')
  for (const { types } of Object.values(exports).filter((entry) => entry.types)) {
    const text = await readFile(new URL(types, root), 'utf8')
    for (const [, path] of text.matchAll(/from '([^']+)'/g)) {
      assert.match(path, /^\.\/\w+\.js$/)
      await readFile(new URL(path.replace('.js', '.d.ts'), new URL(types, root)))
    }
  }
})
