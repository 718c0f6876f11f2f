import { files } from './files.js'

/**
 * `WXWebAssembly`: instantiates a file of the package, by path only. host/build.mjs unpacked each `.wasm.br`, so that any
 * web server will do.
 */
export const WXWebAssembly = {
  Memory: WebAssembly.Memory,
  Table: WebAssembly.Table,
  Global: WebAssembly.Global,
  /** @param {string} path @param {WebAssembly.Imports} imports */
  async instantiate(path, imports) {
    if (typeof path !== 'string') throw new TypeError('WXWebAssembly.instantiate: the path must be a string')
    if (!/\.wasm(\.br)?$/.test(path)) throw new Error(`WXWebAssembly.instantiate: not a .wasm or .wasm.br file: ${path}`)
    const name = path.replace(/^\//, '')
    if (!files.has(name)) throw new Error(`WXWebAssembly.instantiate: file not found in the package: ${path}`)
    const response = await fetch(`wasm/${name.replace(/\.br$/, '')}`)
    return WebAssembly.instantiate(await response.arrayBuffer(), imports)
  },
}
