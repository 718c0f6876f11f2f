import * as glue from '#glue'
import { starter } from '../start'
import type { Source } from '../../types/core'
import { instantiate } from './load'

export * from '../verifier'

export const init = starter<Source>(
  glue,
  (imports, source = new URL('./healthpass-verifier.wasm', import.meta.url)) => instantiate(source, imports),
)
