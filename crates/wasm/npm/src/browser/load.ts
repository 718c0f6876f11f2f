import type { Imports } from '../start'
import type { Source } from '../../types/core'

/** Compiles while it downloads where the server names the type; needs no `eval` under a strict policy. */
export async function instantiate(source: Source, imports: Imports): Promise<WebAssembly.Exports> {
  const wanted = imports as WebAssembly.Imports
  const given = await (typeof source === 'string' || source instanceof URL ? fetch(source) : source)
  if (!(given instanceof Response)) return (await WebAssembly.instantiate(given, wanted)).instance.exports
  if (!given.ok) throw new Error(`HTTP ${given.status} for ${given.url}`)
  const typed = given.headers.get('content-type')?.startsWith('application/wasm')
  const result =
    typed && 'instantiateStreaming' in WebAssembly
      ? await WebAssembly.instantiateStreaming(given, wanted)
      : await WebAssembly.instantiate(await given.arrayBuffer(), wanted)
  return result.instance.exports
}
