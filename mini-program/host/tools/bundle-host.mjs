import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import esbuild from 'esbuild'

const require = createRequire(import.meta.url)

/** Pages and style sheets of the host, copied as they are. */
const PAGES = ['index.html', 'app.html', 'app.css', 'camera/ocr-b.woff2']

/** The reader of codes in pictures, with its wasm beside it. @param {string} here @param {string} out */
async function buildDecoder(here, out) {
  const wasm = require.resolve('zxing-wasm/reader/zxing_reader.wasm')
  fs.copyFileSync(wasm, path.join(out, 'zxing_reader.wasm'))
  await esbuild.build({
    entryPoints: [path.join(here, 'decoder/decoder.js')], bundle: true, format: 'esm', outfile: path.join(out, 'decoder.js'), logLevel: 'warning',
  })
}

/** The host itself: outer document, page runtime, decoder. @param {string} here @param {string} out */
export async function buildHost(here, out) {
  for (const page of PAGES) fs.copyFileSync(path.join(here, page), path.join(out, path.basename(page)))
  fs.copyFileSync(path.join(here, 'shell/shell.css'), path.join(out, 'shell.css'))
  await esbuild.build({
    entryPoints: { shell: path.join(here, 'shell/shell.js'), runtime: path.join(here, 'runtime/main.js') },
    bundle: true, format: 'iife', outdir: out, define: { 'process.env.NODE_ENV': '"development"' }, logLevel: 'warning',
  })
  await buildDecoder(here, out)
}
