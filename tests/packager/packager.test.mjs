// WeChat's own packager takes the mini-program as it is, and would not take one that is broken.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { before, test } from 'node:test'
import { built, root } from '../lib/repo.mjs'

const project = path.join(root, 'mini-program')
const folder = path.join(project, 'packager')

/** Milliseconds for downloading some 280 MB. */
const INSTALL = 15 * 60 * 1000

/** Milliseconds for one run over the mini-program on a busy machine. */
const CHECK = 5 * 60 * 1000

/** Why the packager is not there; nothing when it is. */
let missing

before(() => { missing = installed() ? undefined : install() })

/** As npm left it for the lock file of now. */
function installed() {
  const [done, locked] = ['node_modules/.package-lock.json', 'package-lock.json'].map((name) => fs.statSync(path.join(folder, name), { throwIfNoEntry: false }))
  return done !== undefined && done.mtimeMs >= locked.mtimeMs
}

function install() {
  const windows = process.platform === 'win32'
  const { status, stderr, error } = spawnSync(windows ? 'npm.cmd' : 'npm', ['ci', '--ignore-scripts', '--loglevel=error'], { cwd: folder, encoding: 'utf8', timeout: INSTALL, shell: windows })
  return status === 0 ? undefined : `WeChat's packager cannot be installed: ${error ?? stderr.trim().split('\n').slice(0, 3).join(' ')}`
}

/** Without a network the rest of the tests is worth having; where everything can be installed it is a failure. */
function unavailable(context) {
  if (!missing) return false
  if (process.env.CI) assert.fail(missing)
  console.error(`SKIPPED: ${missing}`)
  context.skip(missing)
  return true
}

function check(where) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(folder, 'check.cjs'), where], { encoding: 'utf8', timeout: CHECK })
  return { status, said: `${stdout}\n${stderr}` }
}

test('the mini-program is packed whole and passes every line of quality', (context) => {
  if (unavailable(context)) return
  built(project, 'miniprogram/core/healthpass-wallet.wasm.br')
  const { status, said } = check(project)
  assert.equal(status, 0, said)
  assert.match(said, /^package [\d.]+ kB zipped/m)
  assert.match(said, /^ok {3}/m)
  for (const line of said.split('\n').filter((one) => /^(package|ok)/.test(one))) context.diagnostic(line)
})

test('a mini-program whose page is missing is refused', (context) => {
  if (unavailable(context)) return
  const broken = fs.mkdtempSync(path.join(os.tmpdir(), 'healthpass-broken-'))
  try {
    fs.writeFileSync(path.join(broken, 'project.config.json'), JSON.stringify({ compileType: 'miniprogram', setting: {} }))
    fs.writeFileSync(path.join(broken, 'app.json'), JSON.stringify({ pages: ['pages/gone/gone'] }))
    fs.writeFileSync(path.join(broken, 'app.js'), 'App({})\n')
    const { status, said } = check(broken)
    assert.equal(status, 1, said)
    assert.match(said, /pages\/gone\/gone/)
  } finally {
    fs.rmSync(broken, { recursive: true, force: true })
  }
})
