import * as glue from '#glue'
import { SEED_BYTES } from '../seed'
import { starter } from '../start'
import type { Source } from '../../types/core'
import { instantiate } from './load'

export * from '../desk'

export const init = starter<Source>(
  glue,
  (imports, source = new URL('./healthpass-desk.wasm', import.meta.url)) => instantiate(source, imports),
  () => glue.seedEntropy(crypto.getRandomValues(new Uint8Array(SEED_BYTES))),
)
