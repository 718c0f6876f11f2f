import { HealthpassError } from './error'
import type { Core } from './raw'

/** The exports of an instantiated module, and the imports it wants. */
export type Imports = Record<string, Record<string, unknown>>
export type Instantiate<S> = (imports: Imports, source?: S) => Promise<Record<string, unknown>>

/** The generated bindings: the core's exports, and the door through which the instance comes in. */
export interface Glue {
  __wbg_set_wasm(exports: unknown): void
}

/** Name under which the module imports its bindings. */
const BINDINGS = './healthpass_bg.js'

let core: unknown

/** The running core. */
export function running<C extends Core>(): C {
  if (!core) throw new Error('healthpass is not initialised: await init() first')
  return core as C
}

/**
 * Makes `init`: loads the module once, however often it is called; a failed load may be tried again.
 * `prepare` runs before the core is handed out.
 */
export function starter<S>(
  glue: Glue,
  instantiate: Instantiate<S>,
  prepare: () => void | Promise<void> = () => {},
): (source?: S) => Promise<void> {
  let loading: Promise<void> | undefined
  return (source) => {
    loading ??= load(source).catch((error: unknown) => {
      loading = undefined
      throw error instanceof HealthpassError ? error : loadError(error)
    })
    return loading
  }

  async function load(source?: S): Promise<void> {
    // engines want a plain object here, and a module namespace is none
    const exports = await instantiate({ [BINDINGS]: { ...glue } }, source)
    glue.__wbg_set_wasm(exports)
    const start = exports['__wbindgen_start']
    if (typeof start === 'function') start()
    await prepare()
    core = glue
  }
}

function loadError(error: unknown): HealthpassError {
  return new HealthpassError('core.load', [{ code: 'core.load', found: String(error) }])
}
