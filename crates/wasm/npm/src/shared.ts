import type { MrzResult } from '../types/data'
import { call } from './error'
import type { Core, SeededCore } from './raw'
import { running } from './start'

export function version(): string {
  const core = running<Core>()
  return call(() => core.version())
}

export function parseMrz(lines: string[], at = new Date().toISOString()): MrzResult {
  const core = running<Core>()
  return JSON.parse(call(() => core.parseMrz(lines.join('\n'), at)))
}

export function seedEntropy(bytes: Uint8Array): void {
  const core = running<SeededCore>()
  call(() => core.seedEntropy(bytes))
}
