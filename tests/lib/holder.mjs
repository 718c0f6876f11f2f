// A traveller's wallet in Node.js: it makes the codes that an officer is shown.
import fs from 'node:fs'
import bwip from 'bwip-js'
import { samples } from './demo.mjs'
import { built, inTarget, packageFile } from './repo.mjs'

let module

/** Time as the core takes it, so many seconds from now. */
export const time = (seconds = 0) => new Date(Date.now() + seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z')

/** The demo's authorities whose desks open codes: the passphrase of their keys, and where these are. */
export const PASSPHRASE = 'demo only, no secret'
export const keyFile = (name) => built(inTarget('demo/samples', `${name}.key.pem`))
export const authority = (name) => JSON.parse(fs.readFileSync(built(inTarget('demo/samples', `${name}.authority.json`)), 'utf8'))

/**
 * A wallet that holds a sample, bound to its passport.
 * @returns `show(choice, seconds)` makes a code as of so many seconds from now.
 */
export async function holder(name = 'international') {
  module ??= await import(packageFile('node/wallet.js'))
  await module.init()
  const wallet = module.Wallet.open([])
  const { root } = JSON.parse(fs.readFileSync(built(inTarget('demo/trust/root.json')), 'utf8'))
  wallet.loadTrust(fs.readFileSync(built(inTarget('demo/trust/bundle.cbor'))), root, time())
  const { text, passport } = samples()[name]
  const { certificateId, personId } = wallet.add(text, time())
  wallet.bind(personId, { kind: 'ordinary', lines: passport }, time())
  const { recipients } = wallet.choices(certificateId, time())
  const kidOf = (part) => recipients.find((one) => one.name.includes(part)).kid
  return {
    wallet, personId, certificateId, passport,
    /** `to` names authorities by a part of their names. */
    show({ to = [], withPassport = false, challenge, disclose = [] } = {}, seconds = 0, certificate = certificateId) {
      const choice = { disclose, sealTo: to.map(kidOf), withPassport, another: true, ...(challenge ? { challenge } : {}) }
      return wallet.showFresh(certificate, choice, time(seconds))
    },
  }
}

/** A symbol drawn with whole pixels per module, as a picture in grey levels. */
export function drawn({ size, modules }, pixels, quiet = 4) {
  const bits = Buffer.from(modules, 'base64')
  const dark = (row, column) => {
    const at = row * size + column
    return ((bits[at >> 3] >> (7 - (at & 7))) & 1) === 1
  }
  const side = (size + 2 * quiet) * pixels
  const grey = new Uint8Array(side * side).fill(255)
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const [row, column] = [Math.floor(y / pixels) - quiet, Math.floor(x / pixels) - quiet]
      if (row >= 0 && column >= 0 && row < size && column < size && dark(row, column)) grey[y * side + x] = 0
    }
  }
  return { width: side, height: side, grey }
}

/** A symbol of any text, by a writer that is not ours. */
export function symbolOf(text) {
  const [{ pixs, pixx }] = bwip.raw({ bcid: 'qrcode', text, eclevel: 'L' })
  const bits = Buffer.alloc(Math.ceil(pixs.length / 8))
  pixs.forEach((dark, at) => { bits[at >> 3] |= dark << (7 - (at & 7)) })
  return { size: pixx, modules: bits.toString('base64') }
}
