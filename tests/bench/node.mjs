// The npm package in this Node.js, beside its WebCrypto and node:crypto.
import nodeCrypto from 'node:crypto'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { mockChips, passportCore } from '../lib/passport.mjs'
import { prepare, round } from './work.mjs'

export async function openNode(dist, work) {
  const core = await import(pathToFileURL(path.join(dist, 'node/wallet.js')).href)
  await core.init()
  const desk = await import(pathToFileURL(path.join(dist, 'node/desk.js')).href)
  await desk.init()
  const reading = { passport: await passportCore(dist), desk, mock: await mockChips() }
  const tasks = await prepare(core, reading, nodeCrypto.webcrypto.subtle, work)
  for (const subject of work.subjects) tasks[`${subject.name} node:crypto`] = opensslTask(subject)
  return { name: 'Node.js', round: () => round(tasks), close() {} }
}

function opensslTask({ name, ...signed }) {
  const [spki, message, signature] = [signed.spki, signed.message, signed.signature].map((text) => Buffer.from(text, 'base64'))
  const key = nodeCrypto.createPublicKey({ key: spki, format: 'der', type: 'spki' })
  const task = () => nodeCrypto.verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, signature)
  if (!task()) throw new Error(`node:crypto refuses the signature of ${name}`)
  return task
}
