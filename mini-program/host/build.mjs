// Builds a mini-program's real sources for a browser: node host/build.mjs SRC OUT [--draft]
//
// OUT is a folder of static files for any web server on localhost or https.
// --draft: what a phone would refuse (a page not written yet) is a warning. WXML and WXSS go through WeChat's own compilers
// by `cargo xtask templates FOLDER PREFIX`, or the program named by HEALTHPASS_XTASK with the same arguments.
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { buildHost } from './tools/bundle-host.mjs'
import { checkSources } from './tools/check-sources.mjs'
import { collect } from './tools/collect.mjs'
import { compileTemplates } from './tools/compile-templates.mjs'

const here = path.dirname(fileURLToPath(import.meta.url))

/** A storage prefix of the mini-program's own. @param {string} source */
function namespaceOf(source) {
  const config = path.join(source, '../project.config.json')
  return fs.existsSync(config) ? JSON.parse(fs.readFileSync(config, 'utf8')).projectname || 'mini-program' : 'mini-program'
}

/** @param {{ templates: string, styles: object }} compiled @param {object} json */
const compiledExpression = ({ templates, styles }, json) =>
  `{ templates: ${templates}, styles: ${JSON.stringify(styles)}, json: ${JSON.stringify(json)} }`

/**
 * @param {string} source folder with app.json
 * @param {string} out folder to make; what it holds is replaced
 * @param {{ draft?: boolean }} [options]
 * @returns {Promise<string[]>} warnings
 */
export async function build(source, out, { draft = false } = {}) {
  fs.rmSync(out, { recursive: true, force: true })
  fs.mkdirSync(out, { recursive: true })
  const [app, builtin] = [compileTemplates(source, 's'), compileTemplates(path.join(here, 'builtin'), 'b')]
  const { modules, json, files } = collect(source, out)
  const builtinJson = collect(path.join(here, 'builtin'), null).json
  const problems = checkSources(source, json)
  if (problems.length > 0 && !draft) throw new Error(problems.join('\n'))
  fs.writeFileSync(path.join(out, 'modules.js'), modules)
  fs.writeFileSync(path.join(out, 'bundle.js'), `window.hostBundle = {
app: ${compiledExpression(app, json)},
builtin: ${compiledExpression(builtin, builtinJson)},
files: ${JSON.stringify(files)},
namespace: ${JSON.stringify(namespaceOf(source))} }\n`)
  await buildHost(here, out)
  return [...problems, ...app.warnings, ...builtin.warnings]
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [source, out, option] = process.argv.slice(2)
  if (!source || !out || (option && option !== '--draft')) throw new Error('usage: node host/build.mjs SRC OUT [--draft]')
  const warnings = await build(path.resolve(source), path.resolve(out), { draft: Boolean(option) })
  warnings.forEach((warning) => console.error(`warning: ${warning}`))
}
