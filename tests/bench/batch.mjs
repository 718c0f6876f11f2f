// Certificates a second through `healthpass verify --batch`: node tests/bench/batch.mjs [LINES]
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { built, inTarget, root } from '../lib/repo.mjs'
import { median, print, ratio } from './table.mjs'

const LINES = Number(process.argv[2] || 4000)
const ROUNDS = 3
const CORES = os.availableParallelism()
const program = built(inTarget('release', process.platform === 'win32' ? 'healthpass.exe' : 'healthpass'))

function requests(name) {
  const { id, text, options } = JSON.parse(fs.readFileSync(path.join(root, `tests/vectors/${name}.json`), 'utf8'))
  return Array.from({ length: LINES }, (_, n) => JSON.stringify({ id: `${id} ${n}`, text, ...options })).join('\n')
}

/** Seconds of one run; starting the program is part of it. */
function run(file, jobs) {
  const start = performance.now()
  const { status, stdout, stderr } = spawnSync(program, ['verify', '--batch', file, '--jobs', String(jobs)], { encoding: 'utf8', maxBuffer: 1 << 30 })
  const seconds = (performance.now() - start) / 1e3
  const verified = stdout.split('"verdict":"verified"').length - 1
  if (status !== 0 || verified !== LINES) throw new Error(`${verified} of ${LINES} verified: ${stderr}`)
  return seconds
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'healthpass-batch-'))
try {
  const rows = ['ithc-full', 'dcc-vaccination'].map((name) => {
    const file = path.join(folder, `${name}.jsonl`)
    fs.writeFileSync(file, requests(name))
    const rounds = Array.from({ length: ROUNDS }, () => [run(file, 1), run(file, CORES)])
    const [one, all] = [0, 1].map((index) => rounds.map((round) => round[index]))
    const rate = (seconds) => (LINES / median(seconds)).toFixed(0)
    return [name, rate(one), rate(all), (LINES / median(all) / CORES).toFixed(0), ratio(one, all)]
  })
  print(`batch of ${LINES} certificates: verified a second, median of ${ROUNDS} runs`, ['', 'one core', `${CORES} cores`, 'a core of these', 'speed-up'], rows)
} finally {
  fs.rmSync(folder, { recursive: true, force: true })
}
