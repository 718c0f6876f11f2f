// The demo, started as a user starts it: the real server, pages, policies and samples.
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { built, inTarget, program, root } from './repo.mjs'

/** The demo's last line before it serves. */
const READY = 'Stop it with Ctrl-C.'

/** Pages the demo serves. */
const PAGES = ['wallet', 'verifier', 'samples', 'desk', 'example']

/**
 * Serves wallet, verifier, samples, issuing desk and example on a free port; `stop` ends it. `HEALTHPASS_DEMO` is the
 * address of a demo that runs already.
 */
export async function startDemo() {
  const running = process.env.HEALTHPASS_DEMO
  if (running) return { ...Object.fromEntries(PAGES.map((page) => [page, new URL(`${page}/`, running).href])), stop() {} }
  const child = spawn(program('xtask'), ['demo', '--port', '0'], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
  const addresses = {}
  const said = []
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line)
    const found = /(https?:\/\/\S+\/)$/.exec(line)
    if (found) addresses[new URL(found[1]).pathname.replaceAll('/', '')] = found[1]
    if (line === READY) break
  }
  if (!addresses.verifier || !addresses.wallet) throw new Error(`the demo did not start:\n${said.join('\n')}`)
  child.stdout.resume()
  return { ...addresses, stop: () => child.kill() }
}

/** The demo's samples: name to `{ text, passport }`, the passport as its two lines. */
export function samples() {
  const folder = built(inTarget('demo/samples'))
  const page = fs.readFileSync(path.join(folder, 'index.html'), 'utf8')
  const articles = page.split('<article>').slice(1).map((article) => {
    const name = /<img src="([\w-]+)\.svg"/.exec(article)[1]
    const lines = /<pre>([^]*?)<\/pre>/.exec(article)[1].replaceAll('&lt;', '<').split('\n')
    return [name, { text: fs.readFileSync(path.join(folder, `${name}.txt`), 'utf8').trim(), passport: lines }]
  })
  return Object.fromEntries(articles)
}

/** The picture of a sample's code. */
export const samplePicture = (name) => built(inTarget('demo/samples', `${name}.svg`))
