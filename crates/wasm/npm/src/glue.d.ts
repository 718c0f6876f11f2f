/** The generated bindings of whichever module is being bundled; `build.mjs` says which. */
declare module '#glue' {
  type WalletCore = import('./raw').WalletCore
  export const version: WalletCore['version']
  export const inspect: WalletCore['inspect']
  export const collectParts: WalletCore['collectParts']
  export const parseMrz: WalletCore['parseMrz']
  export const verifySignature: WalletCore['verifySignature']
  export const Verifier: WalletCore['Verifier']
  export const seedEntropy: WalletCore['seedEntropy']
  export const checkTyped: WalletCore['checkTyped']
  export const repairMrz: WalletCore['repairMrz']
  export const Wallet: WalletCore['Wallet']
  export const Desk: import('./raw').DeskCore['Desk']
  type PassportCore = import('./raw').PassportCore
  export const MrzCamera: PassportCore['MrzCamera']
  export const Authorities: PassportCore['Authorities']
  export const ChipSession: PassportCore['ChipSession']
  export const MockChip: import('./raw').MockChipCore['MockChip']
  export const mockAuthority: import('./raw').MockChipCore['mockAuthority']
  export function __wbg_set_wasm(exports: unknown): void
}
