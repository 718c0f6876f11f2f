import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { withBuiltinSelectors } from './builtin-selectors.mjs'

const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..')

/** Bytes of compiled templates a child may print. */
const MAX_OUTPUT = 1 << 28

/**
 * WXML and WXSS of a folder, compiled.
 * @param {string} folder
 * @param {string} prefix of the class names of isolated components; one per folder
 * @returns {{ templates: string, styles: Record<string, any>, warnings: string[] }}
 */
export function compileTemplates(folder, prefix) {
  const [program, ...first] = process.env.HEALTHPASS_XTASK
    ? [process.env.HEALTHPASS_XTASK]
    : ['cargo', 'run', '--quiet', '--package', 'xtask', '--']
  const output = execFileSync(program, [...first, 'templates', folder, prefix], {
    cwd: repository, maxBuffer: MAX_OUTPUT, stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (output.length === 0) throw new Error(`${program} printed no templates: see HEALTHPASS_XTASK`)
  const compiled = JSON.parse(output.toString())
  for (const style of Object.values(compiled.styles)) style.css = withBuiltinSelectors(style.css)
  return compiled
}
