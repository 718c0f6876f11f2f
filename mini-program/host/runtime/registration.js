import { MiniProgramEnv, component, glassEasel } from 'glass-easel-miniprogram-adapter'
import { createBackend } from './backend.js'
import { builtinDefinitions } from './builtin-components.js'
import { appConfig, bundle } from './bundle.js'
import { hasComponent, load, resolve } from './modules.js'
import { selectorQuery } from './selector-query.js'

const backend = createBackend()
const environment = new MiniProgramEnv()
const builtinSpace = environment.createCodeSpace('builtin', false)
const space = environment.createCodeSpace('', true)
const associated = environment.associateBackend(backend)

/** The constructors of the component whose module runs now. @type {any} */
let constructors = { Page() {}, Component() {}, Behavior() {} }

/** `wx://form-field` and the like mean nothing here. @param {any} definition */
const withoutNamedBehaviors = (definition) =>
  (definition?.behaviors
    ? { ...definition, behaviors: definition.behaviors.filter((/** @type {unknown} */ behavior) => typeof behavior !== 'string') }
    : definition)

/** `data` crosses to the view layer as JSON on a phone. @param {any} definition */
const withJsonData = (definition) =>
  (definition && typeof definition.data === 'object' ? { ...definition, data: JSON.parse(JSON.stringify(definition.data)) } : definition)

const prepared = (definition) => withJsonData(withoutNamedBehaviors(definition))

/** `Page`, `Component` and `Behavior` as the mini-program's modules see them. */
export const registrars = {
  Page: (definition) => constructors.Page(prepared(definition)),
  Component: (definition) => constructors.Component(prepared(definition)),
  Behavior: (definition) => constructors.Behavior(prepared(definition)),
}

/** What every component has: `ready` after it is in the tree, and a selector query that knows `node`. */
function commonBehavior(codeSpace) {
  return codeSpace.getComponentSpace().define()
    .methods({ createSelectorQuery() { return selectorQuery(this) } })
    .lifetime('attached', function attached() {
      const self = /** @type {any} */ (this)
      Promise.resolve().then(() => self._$.triggerLifetime('ready', []))
    })
    .registerBehavior()
}

/** Phones serialise what `setData` is given: functions and undefined are lost, a cycle is an error. */
function serialiseSetData() {
  const { prototype } = /** @type {any} */ (component.ComponentCaller)
  const { setData, updateData } = prototype
  prototype.setData = function jsonSetData(/** @type {unknown} */ data, /** @type {() => void} */ done) {
    setData.call(this, JSON.parse(JSON.stringify(data)), done)
  }
  prototype.updateData = function jsonUpdateData(/** @type {unknown} */ data) {
    updateData.call(this, JSON.parse(JSON.stringify(data)))
  }
}

/** @param {any} codeSpace @param {import('./bundle.js').Compiled} compiled @param {string} path @param {() => void} run */
function register(codeSpace, compiled, path, run) {
  codeSpace.addComponentStaticConfig(path, compiled.json[path])
  codeSpace.addCompiledTemplate(path, { groupList: compiled.templates, content: compiled.templates[path] })
  const style = compiled.styles[path]
  if (style) codeSpace.addStyleSheet(path, path, style.scope || undefined)
  codeSpace.componentEnv(path, (given) => {
    const before = constructors
    constructors = given
    try {
      run()
    } finally {
      constructors = before
    }
  })
}

/** Builtins first, so that any rule of the mini-program comes after theirs; `:host` rules before all class rules. */
function addStyleSheets() {
  const all = [bundle.builtin, bundle.app]
  for (const compiled of all) {
    for (const [path, style] of Object.entries(compiled.styles)) associated.registerStyleSheetContent(path, style.css)
  }
  const hosts = all.flatMap((compiled) => Object.values(compiled.styles).map((style) => style.host)).join('')
  associated.registerStyleSheetContent('#hosts', hosts)
  const appended = /** @type {any} */ (backend)
  appended.appendStyleSheetPath('#hosts')
  // the adapter appends the sheets of usingComponents, not of global builtins
  for (const path of Object.keys(bundle.builtin.styles)) appended.appendStyleSheetPath(path)
  if (bundle.app.styles.app) space.addStyleSheet('app', 'app')
}

export function registerBuiltins() {
  serialiseSetData()
  builtinSpace.setOverallBehavior(commonBehavior(builtinSpace))
  space.setOverallBehavior(commonBehavior(space))
  addStyleSheets()
  for (const [tag, definition] of Object.entries(builtinDefinitions)) {
    const path = `${tag}/${tag}`
    register(builtinSpace, bundle.builtin, path, () => constructors.Component(definition))
    const registered = builtinSpace.getComponentSpace().getComponentByUrlWithoutDefault(path, '')
    if (registered) space.getComponentSpace().setGlobalUsingComponent(tag, registered)
  }
}

/** @type {Set<string>} */
const registered = new Set()

/** Registers a page or component and all it uses. @param {string} path */
function registerPath(path) {
  if (registered.has(path)) return
  registered.add(path)
  const json = (bundle.app.json[path] ||= {})
  json.usingComponents = { ...appConfig.usingComponents, ...json.usingComponents }
  for (const [tag, target] of Object.entries(json.usingComponents)) {
    const used = resolve(path, /** @type {string} */ (target), hasComponent)
    if (!hasComponent(used)) throw new Error(`${path}.json: component "${tag}" is not found at ${target}`)
    json.usingComponents[tag] = `/${used}`
    registerPath(used)
  }
  register(space, bundle.app, path, () => load(path))
}

/** Makes a page's root, not yet in the document. @param {string} path */
export function createPage(path) {
  registerPath(path)
  return associated.createRoot('page', space, path)
}

export { glassEasel }
