import fs from 'node:fs'
import path from 'node:path'
import zlib from 'node:zlib'
import esbuild from 'esbuild'
import { MODULE_PARAMETERS } from '../runtime/module-parameters.js'

/** Language of the oldest supported phones: iOS 14, Chrome 86. */
const TARGET = 'es2020'

/** Sources of the compilers and of people; everything else ships as it is. */
const NOT_SHIPPED = new Set(['.wxml', '.wxss', '.wxs', '.md', '.map'])

/** @param {string} folder @returns {string[]} */
const walk = (folder) => fs.readdirSync(folder, { withFileTypes: true })
  .sort((a, b) => (a.name < b.name ? -1 : 1))
  .filter((entry) => entry.name !== 'node_modules')
  .flatMap((entry) => (entry.isDirectory() ? walk(path.join(folder, entry.name)) : [path.join(folder, entry.name)]))

/** TypeScript or JavaScript as the CommonJS function that the module loader calls. @param {string} file @param {string} name */
function moduleFunction(file, name) {
  const { code } = esbuild.transformSync(fs.readFileSync(file, 'utf8'), {
    loader: file.endsWith('.ts') ? 'ts' : 'js', format: 'cjs', target: TARGET, sourcefile: name,
  })
  return `// ${name}\n${JSON.stringify(name.replace(/\.(ts|js)$/, ''))}: function (${MODULE_PARAMETERS.join(', ')}) { 'use strict'\n${code}}`
}

/** @param {Buffer} bytes @param {string} file */
function unbrotli(bytes, file) {
  try {
    return zlib.brotliDecompressSync(bytes)
  } catch (error) {
    throw new Error(`${file}: not a brotli stream`, { cause: error })
  }
}

/** A wasm file as browsers take it, whatever the server knows of brotli. @param {string} file @param {string} target */
function unpackWasm(file, target) {
  const bytes = fs.readFileSync(file)
  fs.mkdirSync(path.dirname(target), { recursive: true })
  fs.writeFileSync(target.replace(/\.br$/, ''), file.endsWith('.br') && bytes.length > 0 ? unbrotli(bytes, file) : bytes)
}

/**
 * Everything of a source folder but templates and styles.
 * @param {string} source
 * @param {string | null} out where shipped files go; null to leave them
 * @returns {{ modules: string, json: Record<string, any>, files: string[] }}
 */
export function collect(source, out) {
  const modules = []
  /** @type {Record<string, any>} */
  const json = {}
  const files = []
  for (const file of walk(source)) {
    const name = path.relative(source, file).split(path.sep).join('/')
    const extension = path.extname(file)
    if (name.endsWith('.d.ts') || NOT_SHIPPED.has(extension)) continue
    if (extension === '.json') json[name.slice(0, -'.json'.length)] = JSON.parse(fs.readFileSync(file, 'utf8'))
    else if (out && (extension === '.ts' || extension === '.js')) modules.push(moduleFunction(file, name))
    else if (out) {
      files.push(name)
      const target = path.join(out, 'package', name)
      fs.mkdirSync(path.dirname(target), { recursive: true })
      fs.copyFileSync(file, target)
      if (/\.wasm(\.br)?$/.test(name)) unpackWasm(file, path.join(out, 'wasm', name))
    }
  }
  return { modules: `return {\n${modules.join(',\n')}\n}\n`, json, files }
}
