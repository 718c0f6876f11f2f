// The package's modules for mini-programs in JavaScriptCore's shell, interpreter only, as iOS runs them.
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const BUILDS = ['wallet', 'desk']

/** Rounds at most: without a compiler one opening takes up to seconds. */
const ROUNDS = 5

/** JSON in ASCII: the shell takes each byte it is given for a character. */
const ascii = (value) => JSON.stringify(value).replace(/[^\x00-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)

const onPath = (name) => (process.env.PATH ?? '').split(path.delimiter).some((folder) => fs.existsSync(path.join(folder, name)))

/** `null`, said loudly, where there is no shell. It makes and opens codes of the moment only: the longest a phone works. */
export async function openJavaScriptCore(dist, { openings, showing }) {
  if (!onPath('jsc')) {
    console.error('SKIPPED: JavaScriptCore\'s command `jsc` not found')
    return null
  }
  const script = fileURLToPath(new URL('jsc-shell.mjs', import.meta.url))
  // the same module as in the code package, before it is compressed
  const files = BUILDS.flatMap((build) => [path.join(dist, `wechat/${build}.js`), path.join(dist, `browser/healthpass-${build}.wasm`)])
  const shell = spawn('jsc', ['--useJIT=false', '-m', script, '--', ...files], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: shell.stdout })[Symbol.asyncIterator]()
  const ask = async (line) => {
    shell.stdin.write(`${line}\n`)
    const { value, done } = await lines.next()
    if (done || !value.startsWith('{')) throw new Error(`JavaScriptCore's shell ended early: ${value ?? ''}`)
    return JSON.parse(value)
  }
  await ask(ascii({ openings, showing }))
  return { name: 'JSC, no JIT', part: true, rounds: ROUNDS, round: () => ask('round'), close: () => shell.stdin.end() }
}
