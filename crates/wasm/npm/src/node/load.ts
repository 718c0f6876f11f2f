import { readFile } from 'node:fs/promises'
import type { Imports } from '../start'
import type { Source } from '../../types/core'

/** Reads a path or `file:` URL, fetches any other URL, takes bytes as they are. */
export async function instantiate(source: Source, imports: Imports): Promise<WebAssembly.Exports> {
  const bytes = await bytesOf(await source)
  return (await WebAssembly.instantiate(bytes, imports as WebAssembly.Imports)).instance.exports
}

async function bytesOf(source: Awaited<Source>): Promise<BufferSource> {
  if (source instanceof Response) {
    if (!source.ok) throw new Error(`HTTP ${source.status} for ${source.url}`)
    return source.arrayBuffer()
  }
  if (source instanceof URL || typeof source === 'string') {
    return /^https?:/.test(String(source)) ? bytesOf(await fetch(source)) : await readFile(source)
  }
  return source
}
