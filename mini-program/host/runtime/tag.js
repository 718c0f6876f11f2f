import { PASSPORTS, passportOf } from '../camera/passports.js'

/**
 * A passport's chip: the dev-only wasm of the core's own mock, never part of what ships.
 * @typedef {{ transceive(apdu: Uint8Array): Uint8Array, reset(): void }} Chip
 */

/** Milliseconds a passport takes for one command, about as real ones do. */
const COMMAND_TIME = 25

/** What lies on the phone's reader. @type {{ chip: Chip, left: number } | null} */
let tag = null
/** @type {Set<() => void>} */
const presented = new Set()
let commandTime = COMMAND_TIME

/** The module with the mock, when the build had one. @returns {Promise<any>} */
async function mock() {
  const module = /** @type {any} */ (await import(new URL('mock-chip.js', document.baseURI).href))
  await module.ready
  return module
}

/** Whether this host was built with chips. */
export const hasChips = () => mock().then(() => true, () => false)

/** What tests and the controls do with passports. */
export const reader = {
  passports: PASSPORTS,
  /** Milliseconds one command takes; tests make it short. @param {number} time */
  setCommandTime(time) { commandTime = time },
  /**
   * Lays a passport on the phone.
   * @param {string} id of a demo passport
   * @param {{ copied?: boolean, forged?: boolean, unlisted?: boolean, lostAfter?: number }} [options] `copied`: the data of the chip without
   *   its key; `forged`: data changed after signing; `unlisted`: of a state on no list; `lostAfter`: taken away after so many commands
   */
  async present(id, { copied = false, forged = false, unlisted = false, lostAfter = Infinity } = {}) {
    const { openChip } = await mock()
    tag = { chip: openChip(passportOf(id), { copied, forged, unlisted }), left: lostAfter }
    presented.forEach((listener) => listener())
  },
  /** Takes the passport away. */
  remove() { tag = null },
}

/** What lies there, a new one each time it is laid down; null when there is nothing. @returns {object | null} */
export const tagPresent = () => tag

/** @param {() => void} listener called when a passport is laid on the phone */
export function onPresented(listener) {
  presented.add(listener)
  return () => presented.delete(listener)
}

/** Power for the chip: it starts anew. @returns {Chip | null} */
export function power() {
  tag?.chip.reset()
  return tag && tag.chip
}

/** One command of a chip that was powered; null once it has left the field. @param {Chip} chip @param {Uint8Array} apdu */
export async function exchange(chip, apdu) {
  await new Promise((resolve) => { setTimeout(resolve, commandTime) })
  if (tag?.chip !== chip) return null
  if (tag.left <= 0) {
    tag = null
    return null
  }
  tag.left -= 1
  return chip.transceive(apdu)
}
