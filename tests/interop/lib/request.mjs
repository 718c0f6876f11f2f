// A wallet's request for bound certificates and an issuer's answer, by other hands.
import zlib from 'node:zlib'
import { fromBase45, toBase45 } from '../../lib/hc1.mjs'
import { publicKey, read, verifies, write } from './cose.mjs'
import { dictionary } from './presentation.mjs'

const [REQUEST, ANSWER, CONTEXT] = ['HPR1:', 'HPI1:', 'healthpass request 1']

/** `{ askedAt, whose, keys }`, each key a COSE_Key whose proof of possession holds. */
export async function readRequest(text) {
  if (!text.startsWith(REQUEST)) throw new Error(`no ${REQUEST}`)
  const request = read(new Uint8Array(fromBase45(text.slice(REQUEST.length))))
  const [askedAt, whose, entries] = [1, 2, 3].map((member) => request.get(member))
  const keys = entries.map(([key]) => key)
  const signed = write([CONTEXT, askedAt, whose, keys])
  for (const [key, proof] of entries) {
    if (!(await verifies(await publicKey(key), proof, signed))) throw new Error('no proof of possession')
  }
  return { askedAt, whose, keys }
}

/** The answer's text: one token for each key. */
export const answer = (tokens) => ANSWER + toBase45(zlib.deflateSync(write(tokens), { dictionary, level: 9 }))
