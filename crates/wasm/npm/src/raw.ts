/**
 * The core as the WebAssembly module exports it: JSON text in, JSON text out, bytes as they are.
 * Every fallible export throws the JSON text of `{ code, reasons }`.
 */
export interface Core {
  version(): string
  parseMrz(zone: string, at: string): string
}

/** A core that draws random bytes. */
export interface SeededCore extends Core {
  seedEntropy(bytes: Uint8Array): void
}

export interface VerifierCore extends Core {
  inspect(text: string): string
  collectParts(textsJson: string): string
  verifySignature(spki: Uint8Array, algorithm: number, message: Uint8Array, signature: Uint8Array): boolean
  Verifier: new () => RawVerifier
}

export interface RawVerifier {
  loadTrust(bundle: Uint8Array, root: string, at: string): string
  verifyJson(text: string, optionsJson: string): string
}

export interface JudgeCore extends Core {
  evaluateLogic(logicJson: string, dataJson: string): string
}

export interface DeskCore extends VerifierCore, SeededCore, JudgeCore {
  Desk: new (name?: string) => RawDesk
}

/** Who judges by rules and lists of revoked certificates. */
export interface RawJudge {
  loadRules(pack: Uint8Array, root: string, at: string, seenJson?: string): string
  rules(at: string): string
  clearRules(): void
  loadRevocation(manifest: Uint8Array, root: string, at: string, seen?: number): string
  addRevocationFile(bytes: Uint8Array): void
  revocation(at: string): string
  clearRevocation(): void
}

export interface RawDesk extends RawVerifier, RawJudge {
  verifyJson(text: string, optionsJson: string, tripJson?: string): string
  verifyTogetherJson(textsJson: string, optionsJson: string, tripJson?: string): string
  clearTrust(): void
  loadKey(pem: string, passphrase: string, at: string): string
  keys(at: string): string
  lock(): void
  wipe(): void
  ask(at: string, sealTo?: string): string
  stopAsking(): void
}

export interface WalletCore extends VerifierCore, SeededCore, JudgeCore {
  checkTyped(inputJson: string, at: string): string
  repairMrz(zone: string, at: string): string
  Wallet: { open(recordsJson: string): RawWallet }
}

export interface RawWallet extends RawJudge {
  setTrip(tripJson: string | undefined): void
  trip(): string | undefined
  decide(personId: string, at: string): string
  problems(): string
  takeChanges(): string
  loadTrust(bundle: Uint8Array, root: string, at: string): string
  overview(at: string): string
  add(text: string, at: string): string
  certificate(id: string, at: string): string
  bind(personId: string | undefined, documentJson: string, at: string): string
  bindRead(personId: string | undefined, readJson: string, at: string): string
  present(certificateId: string, at: string, medium: string): string
  request(personId: string, count: number, at: string): string
  choices(certificateId: string, at: string): string
  question(text: string, at: string): string
  preview(certificateId: string, choiceJson: string, at: string): string
  showFresh(certificateId: string, choiceJson: string, at: string): string
  endShowing(): void
  removeCertificate(id: string): void
  removePerson(id: string): void
  unbind(personId: string): void
  erase(): void
}

export interface PassportCore extends SeededCore {
  MrzCamera: new () => RawMrzCamera
  Authorities: new () => RawAuthorities
  ChipSession: new (
    zone: string,
    number: string,
    birth: string,
    expiry: string,
    pace: boolean | undefined,
    at: string,
  ) => RawChipSession
}

export interface RawMrzCamera {
  read(pixels: Uint8Array, width: number, height: number, at: string): string
  reset(): void
}

export interface RawAuthorities {
  loadTrust(bundle: Uint8Array, root: string, at: string): string
  add(certificate: Uint8Array): void
  authenticate(sod: Uint8Array, groups: Uint8Array, numbers: Uint8Array, lengths: Uint32Array, at?: string): string
}

export interface RawChipSession {
  next(response: Uint8Array | undefined): string
  command(): Uint8Array
  restart(): void
  judge(authorities: RawAuthorities, at: string): string
}

/** The module of the chip in memory, which is never packed. */
export interface MockChipCore extends SeededCore {
  MockChip: new (optionsJson: string, at: string) => RawMockChip
  mockAuthority(issuer: string): Uint8Array
}

export interface RawMockChip {
  transceive(apdu: Uint8Array): Uint8Array
  reset(): void
  commands(): number
  fault(kind: string, command: number): void
}
