import * as glue from '#glue'
import { starter } from '../start'
import { instantiate } from './load'

export * from '../verifier'

export const init = starter<string>(glue, (imports, path = '/core/healthpass-verifier.wasm.br') => instantiate(path, imports))
