import * as glue from '#glue'
import { SEED_BYTES } from '../seed'
import { starter } from '../start'
import { instantiate, randomBytes } from './load'

export * from '../presentation'

export const init = starter<string>(
  glue,
  (imports, path = '/core/healthpass-presentation.wasm.br') => instantiate(path, imports),
  async () => glue.seedEntropy(await randomBytes(SEED_BYTES)),
)
