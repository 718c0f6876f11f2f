// Codes with the answers they must get, byte for byte, on every platform.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { inTarget, program, root, thirdParty } from './repo.mjs'

/** @typedef {{ id: string, text: string, options: string, report: string }} Vector `options` and `report` are JSON */

/** The repository's own. @returns {Vector[]} */
export function own() {
  const folder = path.join(root, 'tests/vectors')
  const files = fs.existsSync(folder) ? fs.readdirSync(folder).filter((name) => name.endsWith('.json')) : []
  if (files.length === 0) throw new Error('there are no vectors in tests/vectors')
  return files.sort().map((name) => {
    const { id, text, options, report } = JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8'))
    return { id, text, options: JSON.stringify(options), report: typeof report === 'string' ? report : JSON.stringify(report) }
  })
}

/** Folders of third-party vectors that hold one vector a file. */
const FORMATS = ['hcert-dcc', 'hcert-ddcc', 'hcert-icvp-dvc', 'shc', 'shl', 'vds-nc', 'nzcp', 'divoc']

/**
 * Other people's vectors with the answers of the native program: 350 of European states' tests, 57 of real
 * issuers, and those of every other format. `null` when they are not on this machine.
 * @returns {Vector[] | null}
 */
export function foreign() {
  const files = ['dgc-testdata', 'dcc-quality-assurance'].map((name) => thirdParty(`hcert-dcc/${name}.jsonl`))
  const folders = FORMATS.map(thirdParty)
  if (files.includes(null) || folders.includes(null)) return null
  const [tests, assured] = files.map((file) => fs.readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line)))
  return answered([...tests.map(ofState), ...assured.map(ofIssuer), ...folders.flatMap(inFolder).map(ofFormat)])
}

function inFolder(folder) {
  const files = fs.readdirSync(folder).filter((name) => name.endsWith('.json')).sort()
  return files.map((name) => JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8')))
}

/** Binary codes are handed over as a scanner does: every byte one character. */
function ofFormat({ id, payload, payload_b64, key }) {
  const text = payload ?? Buffer.from(payload_b64, 'base64').toString('latin1')
  const methods = key?.did?.verificationMethod ?? []
  const keys = [
    key?.x5c0 ? { cert: key.x5c0 } : key?.spki_pem && { pem: key.spki_pem },
    key?.jwk && { jwk: key.jwk },
    key?.csca?.cert_pem && { pem: key.csca.cert_pem },
    ...methods.map(({ publicKeyJwk }) => ({ jwk: publicKeyJwk })),
  ]
  return { id, text, options: { at: '2022-02-01T00:00:00Z', keys: keys.filter(Boolean) } }
}

function ofState({ path: id, PREFIX, TESTCTX: { CERTIFICATE, VALIDATIONCLOCK } = {} }) {
  return { id, text: PREFIX ?? '', options: { at: instant(VALIDATIONCLOCK), ...(CERTIFICATE && { keys: [{ cert: CERTIFICATE }] }) } }
}

function ofIssuer({ path: id, text, key }) {
  return { id, text, options: { at: '2021-07-01T00:00:00Z', ...(key?.spki_pem && { keys: [{ pem: key.spki_pem }] }) } }
}

/** Clocks come with fractions and offsets of every kind. */
function instant(clock) {
  const at = new Date(clock ?? NaN)
  return `${(Number.isNaN(at.getTime()) ? new Date('2021-07-01T00:00:00Z') : at).toISOString().slice(0, 19)}Z`
}

/** What the native program says to each request. */
function answered(requests) {
  const lines = requests.map(({ id, text, options }) => JSON.stringify({ id, text, ...options })).join('\n')
  const answers = once(program('healthpass'), lines).trim().split('\n')
  if (answers.length !== requests.length) throw new Error(`${answers.length} answers to ${requests.length} requests`)
  return requests.map(({ id, text, options }, i) => ({ id, text, options: JSON.stringify(options), report: reportOf(answers[i], id) }))
}

/** The program's answers, kept for the other tests of the same program and requests. */
function once(healthpass, input) {
  const { mtimeMs, size } = fs.statSync(healthpass)
  const key = createHash('sha256').update(`${healthpass} ${mtimeMs} ${size}\n${input}`).digest('hex').slice(0, 16)
  const kept = inTarget('native-answers', `${key}.ndjson`)
  if (fs.existsSync(kept)) return fs.readFileSync(kept, 'utf8')
  const said = execFileSync(healthpass, ['verify', '--batch', '-'], { input, encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['pipe', 'pipe', 'inherit'] })
  fs.mkdirSync(path.dirname(kept), { recursive: true })
  // whole or not at all: tests run side by side
  fs.writeFileSync(`${kept}.${process.pid}`, said)
  fs.renameSync(`${kept}.${process.pid}`, kept)
  return said
}

/** The report's bytes as they stand in an answer; `error: code` of a request that was refused. */
function reportOf(answer, id) {
  const start = `{"id":${JSON.stringify(id)},`
  if (!answer.startsWith(start)) throw new Error(`an answer to ${id} was expected: ${answer.slice(0, 80)}`)
  const report = answer.slice(start.length)
  if (report.startsWith('"report":')) return report.slice('"report":'.length, -1)
  return `error: ${JSON.parse(answer).error.code}`
}

/** What a verifier says to a vector, comparable with its `report`. Runs in any world: no names from outside. */
export function answerOf(verifier, { text, options }) {
  try {
    return verifier.verifyJson(text, options)
  } catch (error) {
    if (!error.code) throw error
    return `error: ${error.code}`
  }
}

/** Vectors that are answered differently, the first few in full. */
export function differences(vectors, answers) {
  return vectors.map(({ id, report }, i) => ({ id, report, answer: answers[i] })).filter(({ report, answer }) => report !== answer).slice(0, 3)
}
