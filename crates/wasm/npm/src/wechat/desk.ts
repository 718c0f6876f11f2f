import * as glue from '#glue'
import { SEED_BYTES } from '../seed'
import { starter } from '../start'
import { instantiate, randomBytes } from './load'

export * from '../desk'

export const init = starter<string>(
  glue,
  (imports, path = '/core/healthpass-desk.wasm.br') => instantiate(path, imports),
  async () => glue.seedEntropy(await randomBytes(SEED_BYTES)),
)
