// Presentations with the answers a desk must give, byte for byte, on every platform.
import fs from 'node:fs'
import path from 'node:path'
import { root } from './repo.mjs'

/** The repository's own, as `tests/src/own_presentations.rs` describes them. */
export function presentations() {
  const folder = path.join(root, 'tests/presentations')
  const files = fs.existsSync(folder) ? fs.readdirSync(folder).filter((name) => name.endsWith('.json')) : []
  if (files.length === 0) throw new Error('there are no presentations in tests/presentations')
  return files.sort().map((name) => JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8')))
}

/** What a new desk says that holds the keys and was shown what came before. Runs in any world: no names from outside. */
export function deskAnswer({ Desk }, { keys, before, text, options }) {
  const desk = new Desk('test')
  for (const { pem, passphrase } of keys) desk.loadKey(pem, passphrase, options.at)
  const json = JSON.stringify(options)
  for (const earlier of before) desk.verifyJson(earlier, json)
  return desk.verifyJson(text, json)
}
