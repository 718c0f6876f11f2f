// Where things are, as `cargo xtask` puts them.
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../', import.meta.url))

const target = path.resolve(root, process.env.CARGO_TARGET_DIR || 'target')

/** A file of the build; what is missing is an error that says what makes it. */
export function built(...parts) {
  const file = path.join(...parts)
  if (!fs.existsSync(file)) throw new Error(`${path.relative(root, file)} is not there: run \`cargo xtask demo\` once`)
  return file
}

export const inTarget = (...parts) => path.join(target, ...parts)

/** A program of this workspace, the debug build before the release build. */
export function program(name) {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const release = inTarget('release', name + suffix)
  const debug = inTarget('debug', name + suffix)
  return fs.existsSync(release) && !fs.existsSync(debug) ? release : built(debug)
}

/** The npm package as it is built. */
export const packageFile = (...parts) => built(root, 'crates/wasm/npm/dist', ...parts)

/** The core's sentences of a language. */
export const sentences = (language) => JSON.parse(fs.readFileSync(path.join(root, `crates/cert/text/${language}.json`), 'utf8'))

/**
 * Third-party vectors, which stay outside the repository: under `HEALTHPASS_VECTORS`, else under `shared/vectors`
 * beside it. `null`, said loudly, when there are none.
 */
export function thirdParty(name) {
  const folder = process.env.HEALTHPASS_VECTORS || path.join(root, '../shared/vectors')
  const file = path.join(folder, name)
  if (fs.existsSync(file)) return file
  console.error(`SKIPPED: ${file} vectors not found`)
  return null
}
