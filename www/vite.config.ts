import { createHash } from 'node:crypto'
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join, posix, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'vite'

const here = fileURLToPath(new URL('.', import.meta.url))
/** The built npm package; another build of it may be named. */
const healthpass = resolve(process.env['HEALTHPASS_DIST'] ?? join(here, '../crates/wasm/npm/dist'))

export default defineConfig({
  // relative addresses: the page may be served under any folder
  base: './',
  resolve: {
    alias: {
      'healthpass/verifier': join(healthpass, 'browser/verifier.js'),
      'healthpass/passport': join(healthpass, 'browser/passport.js'),
      'healthpass/desk': join(healthpass, 'browser/desk.js'),
      'healthpass/text': join(healthpass, 'text'),
    },
  },
  server: { fs: { allow: [here, healthpass] } },
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    // every asset is a file: the page's policy knows no inlined code
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: { index: join(here, 'index.html'), sw: join(here, 'src/sw/sw.ts') },
      output: { entryFileNames: (chunk) => (chunk.name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js') },
    },
  },
  plugins: [example(), precache()],
})

/** Puts the embedding example beside the page, with the package as a developer would copy it. */
function example(): Plugin {
  const files: [string, string][] = [
    ...['index.html', 'example.css', 'example.js'].map((name): [string, string] => [`example/${name}`, join(here, 'example', name)]),
    ['example/healthpass/verifier.js', join(healthpass, 'browser/verifier.js')],
    ['example/healthpass/healthpass-verifier.wasm', join(healthpass, 'browser/healthpass-verifier.wasm')],
  ]
  return {
    name: 'healthpass-example',
    apply: 'build',
    generateBundle() {
      for (const [fileName, path] of files) this.emitFile({ type: 'asset', fileName, source: readFileSync(path) })
    },
  }
}

/**
 * Tells the service worker what to keep: every file of the page itself and a hash over all of them, which
 * is the build's version. The trust list and the example are not part of the page.
 */
function precache(): Plugin {
  const apart = (name: string) => name === 'sw.js' || name.startsWith('trust/') || name.startsWith('example/')
  return {
    name: 'healthpass-precache',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const contents = new Map<string, string | Uint8Array>()
      for (const [name, file] of Object.entries(bundle)) contents.set(name, file.type === 'chunk' ? file.code : file.source)
      const folder = join(here, 'public')
      for (const name of filesIn(folder)) contents.set(name, readFileSync(join(folder, name)))
      const names = [...contents.keys()].filter((name) => !apart(name)).sort()
      const hash = createHash('sha256')
      for (const name of names) hash.update(name).update('\0').update(contents.get(name) ?? '').update('\0')
      const worker = bundle['sw.js']
      if (worker?.type !== 'chunk') throw new Error('no service worker in the bundle')
      hash.update(worker.code)
      worker.code = worker.code
        .replace('__PRECACHE__', JSON.stringify(names))
        .replace('__BUILD__', JSON.stringify(hash.digest('hex').slice(0, 12)))
    },
  }
}

function filesIn(folder: string, under = ''): string[] {
  return readdirSync(join(folder, under)).flatMap((name) => {
    const path = posix.join(under, name)
    return statSync(join(folder, path)).isDirectory() ? filesIn(folder, path) : [path]
  })
}
