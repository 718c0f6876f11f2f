// CertLogic in the package, as everybody downloads it: the official suite, and every given test of a published rule.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { before, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { packageFile, thirdParty } from '../lib/repo.mjs'

/** Assertions of the official suite that it does not skip itself. */
const LIVE = 218
/** Fewer tests of rules than this found means that they were not found. */
const RULE_TESTS = 767
/** Rule tests that cannot be run: the file has no payload. */
const BROKEN = ['NL/GR-NL-0002/tests/test004.json']

const modules = ['desk', 'wallet']
const cores = {}
before(async () => {
  for (const name of modules) {
    cores[name] = await import(pathToFileURL(packageFile(`node/${name}.js`)).href)
    await cores[name].init()
  }
})

const read = (file) => JSON.parse(fs.readFileSync(file, 'utf8'))

/** JSON files under a folder, by their paths in it. */
const filesUnder = (folder) =>
  fs.readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.json')).map((name) => name.split(path.sep).join('/')).sort()

const isLive = ({ directive }) => directive !== 'skip'

function assertionsOf(suite) {
  const cases = isLive(suite) ? suite.cases.filter(isLive) : []
  return cases.flatMap(({ name, certLogicExpression, assertions }) => assertions.filter(isLive).map((assertion) => ({ name, logic: certLogicExpression, ...assertion })))
}

/** What an expression gives, or how it is refused. */
function outcome({ evaluateLogic }, logic, data) {
  try {
    return evaluateLogic(logic, data)
  } catch (error) {
    return `refused: ${error.code}`
  }
}

for (const name of modules) {
  test(`${name}: the official suite`, (context) => {
    const folder = thirdParty('certlogic/testSuite')
    if (!folder) return context.skip('vectors not found')
    const held = filesUnder(folder).flatMap((file) => assertionsOf(read(path.join(folder, file))))
    for (const { name: of, logic, certLogicExpression, data = null, expected = null } of held) {
      const expression = logic ?? certLogicExpression
      assert.deepEqual(outcome(cores[name], expression, data), expected, `${of}: ${JSON.stringify(expression)} of ${JSON.stringify(data)}`)
    }
    assert.equal(held.length, LIVE)
  })

  test(`${name}: the tests of published rules`, (context) => {
    const folder = thirdParty('certlogic/rules')
    if (!folder) return context.skip('vectors not found')
    const tests = filesUnder(folder).filter((file) => path.posix.dirname(file).endsWith('/tests') && !BROKEN.includes(file))
    for (const file of tests) {
      const { Logic } = read(path.join(folder, file, '../../rule.json'))
      const { payload, external, expected } = read(path.join(folder, file))
      assert.equal(outcome(cores[name], Logic, { payload, external }), expected, file)
    }
    assert.ok(tests.length >= RULE_TESTS, `${tests.length} rule tests`)
  })

  test(`${name}: what has no value is refused by its code and place`, () => {
    const refused = (logic) => {
      try {
        return cores[name].evaluateLogic(logic, {})
      } catch ({ code, at }) {
        return { code, at }
      }
    }
    const { code, at } = refused({ if: [true, { foo: [1, 2] }, false] })
    assert.match(code, /^certlogic\./)
    assert.match(at, /if/)
    const items = Array.from({ length: 1000 }, () => 1)
    const endless = { reduce: [items, { '+': [{ var: 'accumulator' }, { reduce: [items, { '+': [{ var: 'current' }, 1] }, 0] }] }, 0] }
    assert.equal(refused(endless).code, 'certlogic.steps')
    assert.equal(refused({ plusTime: ['2021-06-04', 0, 'day'] }), '2021-06-04T00:00:00Z')
  })
}
