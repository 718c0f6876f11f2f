// Who publishes lists: of issuers, of rules, of withdrawn certificates. Signs with a root key of its own, by the
// program that publishers use.
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { program } from './repo.mjs'

export class Publisher {
  #folder = fs.mkdtempSync(path.join(os.tmpdir(), 'healthpass-publisher-'))
  #files = 0

  /** @param {string} at when everything of it is signed. */
  constructor(at) {
    this.at = at
    this.#run('keys', 'new', '--country', 'XX', '--name', 'TEST ONLY root', '--at', '2026-01-01T00:00:00Z', 'root')
  }

  /** Forgets its key and its files. */
  close() {
    fs.rmSync(this.#folder, { recursive: true, force: true })
  }

  /** The list of issuers with these certificates, base64 of DER. @returns {Signed} */
  trust(certificates) {
    const files = certificates.map((der) => this.#write(Buffer.from(der, 'base64')))
    const out = this.#name()
    this.#run('trust', 'build', '--name', 'Tests', ...files.flatMap((file) => ['--cert', file]), '--root-key', 'root.key.pem', '--at', this.at, '-o', out)
    return this.#signed(out)
  }

  /** A rule pack. @returns {Signed} */
  rules(pack) {
    const out = this.#name()
    this.#run('rules', 'build', '--root-key', 'root.key.pem', '--at', this.at, '-o', out, this.#write(JSON.stringify(pack)))
    return this.#signed(out)
  }

  /**
   * The list of what was withdrawn of everything a key issued, by identifiers.
   * @returns {Signed & { files: Buffer[] }}
   */
  withdrawn({ kid, country, issued, revoked, sequence = 1 }) {
    const [all, some] = [issued, revoked].map((ids) => this.#write(ids.map((id) => `${id}\n`).join('')))
    const out = this.#name()
    this.#run('revoke', 'build', '--issued', all, '--revoked', some, '--kid', kid, '--country', country, '--sequence', String(sequence),
      '--root-key', 'root.key.pem', '--at', this.at, '-o', out)
    const folder = path.join(this.#folder, out)
    const names = fs.readdirSync(folder).filter((name) => !name.startsWith('manifest'))
    return { ...this.#signed(path.join(out, 'manifest.cbor')), files: names.map((name) => fs.readFileSync(path.join(folder, name))) }
  }

  /** @typedef {{ bytes: Buffer, root: string }} Signed `root` is the pin to open it with */
  #signed(out) {
    const read = (name) => fs.readFileSync(path.join(this.#folder, name))
    return { bytes: read(out), root: read(`${out}.sha256`).toString().trim().split(/\s/)[0] }
  }

  #run(...given) {
    execFileSync(program('healthpass'), given, { cwd: this.#folder, stdio: ['ignore', 'ignore', 'pipe'] })
  }

  #name() {
    this.#files += 1
    return `file-${this.#files}`
  }

  #write(content) {
    const name = this.#name()
    fs.writeFileSync(path.join(this.#folder, name), content)
    return name
  }
}
