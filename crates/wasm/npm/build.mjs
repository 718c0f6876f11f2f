/**
 * Bundles the package into dist/, or the chip in memory, which is never packed, into a folder of its own:
 *
 *   node build.mjs <bindings> <text>
 *   node build.mjs --mock-chip <bindings> <folder>
 *
 *   bindings  holds a folder for each build, with healthpass_bg.js, healthpass.wasm and .wasm.br
 *   text      holds en.json, zh.json and devices.json
 */
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as esbuild from 'esbuild'

const here = fileURLToPath(new URL('.', import.meta.url))
const dist = join(here, 'dist')

const builds = ['verifier', 'wallet', 'passport', 'desk']
const environments = {
  browser: { format: 'esm', target: 'es2020', platform: 'browser' },
  node: { format: 'esm', target: 'node20', platform: 'node' },
  // the engine of iOS 14 runs no private fields, and a mini-program has no UTF-8 coder of its own
  wechat: { format: 'cjs', target: 'es2018', platform: 'neutral', inject: [join(here, 'src/wechat/encoding.ts')] },
}

/** Sentences that a verifier never says, by what their names begin with and who says them. */
const APART = {
  issuing: /^reason\.issue\.(?!not-signed|redaction|text)/,
  wallet: /^reason\.(add|bind|gate|storage|typed|issue\.not-signed)(\.|$)/,
  passport: /^reason\.(chip|passport)\./,
  desk: new RegExp(`^(${[
    'reason\\.(binding|challenge|freshness|hpke|password|present|presentation|seal|sealing-key|issue\\.redaction)',
    'reason\\.envelope\\.(cose-key|presentation|sd-cwt)',
    'reason\\.holder\\.(commitment-differs|no-commitment)',
    'reason\\.key\\.(form|kind|passphrase|scheme|too-costly)',
    'reason\\.request\\.(answer|count|form|proof|random)',
    'reason\\.rules(?!\\.no-pack)',
    'reason\\.revocation(?!\\.(list-outdated|no-list|signer-revoked))',
    'reason\\.certlogic|trip|stage',
    'binding|withheld|check\\.(seal|keyBinding|freshness|commitment)|verdict\\.(sealed|not-fresh)',
  ].join('|')})(\\.|$)`),
}

const mock = process.argv[2] === '--mock-chip'
const [bindings, second] = process.argv.slice(mock ? 3 : 2).map((path) => resolve(path))
if (!second) throw new Error('usage: node build.mjs <bindings> <text>, or node build.mjs --mock-chip <bindings> <folder>')
await (mock ? bundleMockChip(second) : bundlePackage(second))

async function bundlePackage(text) {
  await rm(dist, { recursive: true, force: true })
  for (const environment of Object.keys(environments)) {
    for (const build of builds) await bundle(environment, build, join(dist, environment))
  }
  // the package is of ES modules, what WeChat requires is not
  await writeFile(join(dist, 'wechat/package.json'), '{"type":"commonjs"}\n')
  await cp(join(here, 'types'), dist, { recursive: true })
  await cp(text, join(dist, 'text'), { recursive: true })
  for (const language of ['en', 'zh']) await divide(join(dist, 'text'), language)
  await writeFile(join(dist, 'wechat/wallet.d.ts'), await oneDeclaration('judge', 'verifier', 'wallet'))
  await writeFile(join(dist, 'wechat/desk.d.ts'), await oneDeclaration('judge', 'verifier', 'desk'))
  await writeFile(join(dist, 'wechat/passport.d.ts'), await oneDeclaration('passport'))
}

/** Sentences that a verifier never says go into files of their own, so that it need not load them. */
async function divide(folder, language) {
  const all = Object.entries(JSON.parse(await readFile(join(folder, `${language}.json`), 'utf8')))
  const write = (name, entries) => writeFile(join(folder, name), `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`)
  for (const [module, its] of Object.entries(APART)) await write(`${module}-${language}.json`, all.filter(([key]) => its.test(key)))
  await write(`${language}.json`, all.filter(([key]) => !Object.values(APART).some((its) => its.test(key))))
}

/** For the demo's host and the tests, in browsers and in Node.js. */
async function bundleMockChip(folder) {
  await rm(folder, { recursive: true, force: true })
  for (const environment of ['browser', 'node']) await bundle(environment, 'mock-chip', join(folder, environment))
}

async function bundle(environment, build, folder) {
  await mkdir(folder, { recursive: true })
  await esbuild.build({
    ...environments[environment],
    entryPoints: [join(here, 'src', environment, `${build}.ts`)],
    outfile: join(folder, `${build}.js`),
    alias: { '#glue': join(bindings, build, 'healthpass_bg.js') },
    bundle: true,
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'warning',
  })
  const module = environment === 'wechat' ? 'wasm.br' : 'wasm'
  await cp(join(bindings, build, `healthpass.${module}`), join(folder, `healthpass-${build}.${module}`))
}

/** All declarations behind an entry in one file, for a project that takes single files. */
async function oneDeclaration(...names) {
  const parts = ['data', 'core', ...names].map((name) => readFile(join(here, 'types', `${name}.d.ts`), 'utf8'))
  const text = (await Promise.all(parts)).join('\n').replace(/^(import|export \*|export type [{*])[^;']* from '\.\/.*\n+/gm, '')
  return text.replace(/^export type Source = .*/m, 'export type Source = string')
}
