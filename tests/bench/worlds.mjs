// Speed of the same work natively, in Node.js and in Chromium, and of some of it in JavaScriptCore without a compiler,
// as on iOS: node tests/bench/worlds.mjs [ROUNDS]
//
// The worlds take turns, round by round, so that a busy machine slows all of them; what to read are the ratios.
// HEALTHPASS_DIST names another build of the npm package.
import { packageFile } from '../lib/repo.mjs'
import { openChromium } from './chromium.mjs'
import { openJavaScriptCore } from './jsc.mjs'
import { openNative } from './native.mjs'
import { openNode } from './node.mjs'
import { median, print, ratio } from './table.mjs'

const ROUNDS = Number(process.argv[2] || 15)

async function measure() {
  const dist = process.env.HEALTHPASS_DIST || packageFile()
  const native = await openNative()
  const worlds = [native]
  try {
    worlds.push(await openNode(dist, native.work))
    const chromium = await openChromium(dist, native.work)
    if (chromium) worlds.push(chromium)
    const interpreter = await openJavaScriptCore(dist, native.work)
    if (interpreter) worlds.push(interpreter)
    const taken = worlds.map(() => [])
    for (let n = 0; n < ROUNDS; n += 1) {
      for (const [index, { round, rounds = ROUNDS }] of worlds.entries()) if (n < rounds) taken[index].push(await round())
    }
    return { work: native.work, worlds: worlds.map(({ name, part }, index) => ({ name, part, rounds: taken[index] })) }
  } finally {
    for (const world of worlds) await world.close()
  }
}

/** Medians of a task in every world, and of its ratio to the first. */
function row(worlds, task, label) {
  const times = worlds.map(({ rounds }) => rounds.map((round) => round[task]))
  const medians = times.map((some) => (some[0] === undefined ? '' : (median(some) / 1e3).toFixed(1)))
  const ratios = times.slice(1).map((some) => ratio(some, times[0]))
  return [label, ...medians, ...ratios]
}

const TASKS = {
  decode: 'decode, stage by stage', verify: 'verify in full', signature: 'its ES256 signature alone',
  WebCrypto: 'the same by WebCrypto', 'node:crypto': 'the same by node:crypto',
}

function certificateTable(worlds, { name, text }) {
  const columns = worlds.map((world) => world.name)
  const rows = Object.entries(TASKS).map(([task, label]) => row(worlds, `${name} ${task}`, label))
  const versus = (task, other) => [`${TASKS[task]} : ${other}`, ...worlds.map(({ rounds }) => {
    const both = [task, other].map((one) => rounds.map((round) => round[`${name} ${one}`]))
    return ratio(...both)
  })]
  print(`${name}, ${text.length} characters: microseconds, median of ${ROUNDS} rounds`, ['', ...columns, ...columns.slice(1).map((column) => `${column} : native`)], [
    ...rows, versus('verify', 'WebCrypto'), versus('signature', 'WebCrypto'), versus('verify', 'node:crypto'), versus('signature', 'node:crypto'),
  ])
}

const CODE = {
  encode: 'text to modules', svg: 'modules to SVG', png: 'modules to PNG, 8 pixels each', present: 'the wallet: gate, checks, modules',
}

function codeTable(worlds, { text }) {
  const columns = worlds.map((world) => world.name)
  const rows = Object.entries(CODE).map(([task, label]) => row(worlds, `code ${task}`, label))
  print(`QR code of ${text.length} characters: microseconds`, ['', ...columns, ...columns.slice(1).map((column) => `${column} : native`)], rows)
}

function formatTable(worlds, formats) {
  const columns = worlds.map((world) => world.name)
  const rows = formats.map(({ name, text }) => row(worlds, `format ${name}`, `${name}, ${text.length} characters`))
  print('Decode and verify, by format: microseconds', ['', ...columns, ...columns.slice(1).map((column) => `${column} : native`)], rows)
}

const PASSPORT = {
  'passport p256': 'passive authentication, ECDSA P-256', 'passport rsa2048': 'passive authentication, RSA-2048 under RSA-4096',
  'chip session': 'a whole chip session: BAC, reading, proof', 'camera frame': 'a camera frame of 1280 x 720',
}

function passportTable(worlds) {
  const columns = worlds.map((world) => world.name)
  const measured = Object.entries(PASSPORT).filter(([task]) => worlds.some(({ rounds }) => rounds[0][task] !== undefined))
  const rows = measured.map(([task, label]) => row(worlds, task, label))
  print('Passports: microseconds; of a session the reader’s part', ['', ...columns, ...columns.slice(1).map((column) => `${column} : native`)], rows)
}

function presentationTable(worlds, { openings, showing }) {
  const columns = worlds.map((world) => world.name)
  const rows = [
    ...showing.choices.map(({ name }) => row(worlds, `show ${name}`, `make: ${name}`)),
    ...openings.map(({ name, text }) => row(worlds, `open ${name}`, `open: ${name}, ${text.length} characters`)),
  ]
  print('Codes made for the moment: microseconds; without a compiler the median of fewer rounds', ['', ...columns, ...columns.slice(1).map((column) => `${column} : native`)], rows)
}

const { work, worlds } = await measure()
const whole = worlds.filter(({ part }) => !part)
for (const subject of work.subjects) certificateTable(whole, subject)
formatTable(whole, work.formats)
codeTable(whole, work.subjects[0])
passportTable(whole)
presentationTable(worlds, work)
