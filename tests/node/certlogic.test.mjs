// Random expressions of CertLogic get the same answers from our engine and from the reference engine.
//
// HEALTHPASS_CERTLOGIC_EXPRESSIONS says how many, HEALTHPASS_CERTLOGIC_SEED which.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { test } from 'node:test'
import { DATA, expressions } from '../lib/certlogic.mjs'
import { root } from '../lib/repo.mjs'

const COUNT = Number(process.env.HEALTHPASS_CERTLOGIC_EXPRESSIONS || 20000)
const SEED = Number(process.env.HEALTHPASS_CERTLOGIC_SEED || randomInt(2 ** 32))

/** The reference engine; `null`, said loudly, where it is not installed. */
async function reference() {
  try {
    return (await import('certlogic-js')).default.evaluate
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error
    console.error('SKIPPED: certlogic-js is not installed, run `npm ci` in tests')
    return null
  }
}

/** `{value}`, or `{error: true}` where there is none: what is wrong each engine says in its own words. */
function theirs(evaluate, logic) {
  try {
    const value = evaluate(logic, DATA)
    return value === undefined ? { error: true } : { value: plain(value) }
  } catch {
    return { error: true }
  }
}

/** As JSON, members in order, and times of whole seconds as our engine writes them. */
function plain(value) {
  if (value instanceof Date) return value.toISOString().replace(/\.\d+Z$/, 'Z')
  if (Array.isArray(value)) return value.map(plain)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, plain(value[key])]))
}

function ours(logics) {
  const input = logics.map((logic) => `${JSON.stringify({ logic, data: DATA })}\n`).join('')
  const command = ['run', '--quiet', '--package', 'healthpass-tests', '--example', 'certlogic']
  const said = execFileSync(process.env.CARGO || 'cargo', command, { cwd: root, input, encoding: 'utf8', maxBuffer: 1 << 30 })
  const answers = said.trim().split('\n').map((line) => JSON.parse(line))
  assert.equal(answers.length, logics.length)
  return answers.map((answer) => ('error' in answer ? { error: true } : { value: plain(answer.value) }))
}

test(`${COUNT} random expressions, seed ${SEED}`, async (context) => {
  const evaluate = await reference()
  if (!evaluate) return context.skip('certlogic-js is not installed')
  const logics = expressions(SEED, COUNT)
  const answers = ours(logics)
  const expected = logics.map((logic) => theirs(evaluate, logic))
  const differ = logics.map((logic, i) => ({ logic: JSON.stringify(logic), ours: answers[i], theirs: expected[i] }))
    .filter(({ ours, theirs }) => JSON.stringify(ours) !== JSON.stringify(theirs))
  const valued = expected.filter((answer) => 'value' in answer).length
  context.diagnostic(`seed ${SEED}: ${valued} have a value, ${COUNT - valued} are refused by both`)
  assert.deepEqual(differ.slice(0, 5), [], `${differ.length} differ; HEALTHPASS_CERTLOGIC_SEED=${SEED} has them again`)
  // expressions that are nearly all refused would prove little
  assert.ok(valued > COUNT / 4 && valued < COUNT, `${valued} of ${COUNT} have a value`)
})
