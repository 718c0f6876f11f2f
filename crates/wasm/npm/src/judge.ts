import type { PackSummary, RevocationSummary } from '../types/data'
import type * as api from '../types/judge'
import { call } from './error'
import type { JudgeCore, RawJudge } from './raw'
import { running } from './start'

/** Rules and lists of revoked certificates, for whoever judges by them. */
export class Judge<Raw extends RawJudge> implements api.Judge {
  protected readonly raw: Raw

  constructor(raw: Raw) {
    this.raw = raw
  }

  loadRules(pack: Uint8Array, root: string, at: string, seen?: api.Seen): PackSummary {
    return JSON.parse(call(() => this.raw.loadRules(pack, root, at, seen && JSON.stringify(seen))))
  }

  rules(at: string): PackSummary[] {
    return JSON.parse(call(() => this.raw.rules(at)))
  }

  clearRules(): void {
    call(() => this.raw.clearRules())
  }

  loadRevocation(manifest: Uint8Array, root: string, at: string, seen?: number): RevocationSummary {
    return JSON.parse(call(() => this.raw.loadRevocation(manifest, root, at, seen)))
  }

  addRevocationFile(bytes: Uint8Array): void {
    call(() => this.raw.addRevocationFile(bytes))
  }

  revocation(at: string): RevocationSummary[] {
    return JSON.parse(call(() => this.raw.revocation(at)))
  }

  clearRevocation(): void {
    call(() => this.raw.clearRevocation())
  }
}

export function evaluateLogic(logic: unknown, data: unknown): unknown {
  const core = running<JudgeCore>()
  return JSON.parse(call(() => core.evaluateLogic(JSON.stringify(logic), JSON.stringify(data))))
}
