// The same answers in Node.js as natively, byte for byte.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { packageFile } from '../lib/repo.mjs'
import { answerOf, differences, foreign, own } from '../lib/vectors.mjs'

for (const build of ['verifier', 'wallet']) {
  let verifier
  before(async () => {
    const core = await import(pathToFileURL(packageFile(`node/${build}.js`)).href)
    await core.init()
    verifier = new core.Verifier()
  })

  for (const vector of own()) {
    test(`${build}: ${vector.id}`, () => assert.equal(answerOf(verifier, vector), vector.report))
  }

  test(`${build}: other people's vectors get the answers of the native program`, (context) => {
    const vectors = foreign()
    if (!vectors) return context.skip('vectors not found')
    assert.ok(vectors.length >= 470)
    assert.deepEqual(differences(vectors, vectors.map((vector) => answerOf(verifier, vector))), [])
    const verdicts = new Set(vectors.map(({ report }) => /"verdict":"([\w-]+)"/.exec(report)?.[1]))
    for (const verdict of ['verified', 'not-genuine', 'unreadable', 'not-valid-now']) assert.ok(verdicts.has(verdict), verdict)
  })
}
