import type { Authorities } from '../core/passport'
import { fromBase64 } from './base64'
import { now } from './core'

/** The part of the core that reads passports: started only when a camera or a chip is to be read. */
export type PassportCore = typeof import('../core/passport')

const WASM = '/core/healthpass-passport.wasm.br'
const trust: { bundle: string; root: string } | null = require('../core/trust.js')

let starting: Promise<PassportCore> | undefined
let states: Authorities | undefined

/** Starts the passport core once; a failed start may be tried again. */
export function openPassportCore(): Promise<PassportCore> {
  if (!starting) {
    starting = start()
    starting.catch(() => {
      starting = undefined
    })
  }
  return starting
}

async function start(): Promise<PassportCore> {
  const core: PassportCore = require('../core/passport.js')
  await core.init(WASM)
  return core
}

/** The states whose signatures on chips are known here; none when this version carries no list. */
export function authorities(core: PassportCore): Authorities {
  if (!states) {
    const loaded = new core.Authorities()
    if (trust) loaded.loadTrust(fromBase64(trust.bundle), trust.root, now())
    states = loaded
  }
  return states
}
