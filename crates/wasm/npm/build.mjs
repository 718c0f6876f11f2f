/**
 * Bundles the package into dist/: node build.mjs <bindings> <text>
 *
 *   bindings  holds verifier/, wallet/ and passport/, each with healthpass_bg.js, healthpass.wasm and .wasm.br
 *   text      holds en.json, zh.json and devices.json
 */
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as esbuild from 'esbuild'

const here = fileURLToPath(new URL('.', import.meta.url))
const dist = join(here, 'dist')
const [bindings, text] = process.argv.slice(2).map((path) => resolve(path))
if (!text) throw new Error('usage: node build.mjs <bindings> <text>')

const builds = ['verifier', 'wallet', 'passport']
const environments = {
  browser: { format: 'esm', target: 'es2020', platform: 'browser' },
  node: { format: 'esm', target: 'node20', platform: 'node' },
  // the engine of iOS 14 runs no private fields, and a mini-program has no UTF-8 coder of its own
  wechat: { format: 'cjs', target: 'es2018', platform: 'neutral', inject: [join(here, 'src/wechat/encoding.ts')] },
}

await rm(dist, { recursive: true, force: true })
for (const [environment, options] of Object.entries(environments)) {
  const folder = join(dist, environment)
  await mkdir(folder, { recursive: true })
  for (const build of builds) {
    await esbuild.build({
      ...options,
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
}
// the package is of ES modules, what WeChat requires is not
await writeFile(join(dist, 'wechat/package.json'), '{"type":"commonjs"}\n')
await cp(join(here, 'types'), dist, { recursive: true })
await cp(text, join(dist, 'text'), { recursive: true })
await writeFile(join(dist, 'wechat/wallet.d.ts'), await oneDeclaration('verifier', 'wallet'))
await writeFile(join(dist, 'wechat/passport.d.ts'), await oneDeclaration('passport'))

/** All declarations behind an entry in one file, for a project that takes single files. */
async function oneDeclaration(...names) {
  const parts = ['data', 'core', ...names].map((name) => readFile(join(here, 'types', `${name}.d.ts`), 'utf8'))
  const text = (await Promise.all(parts)).join('\n').replace(/^(import|export \*)[^;']* from '\.\/.*\n+/gm, '')
  return text.replace(/^export type Source = .*/m, 'export type Source = string')
}
