import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'

prepareZXingModule({ overrides: { locateFile: (/** @type {string} */ file) => new URL(file, import.meta.url).href } })

/**
 * Codes in a picture.
 * @param {Blob} picture
 * @returns {Promise<{ text: string, format: string }[]>}
 */
export async function readCodes(picture) {
  const found = await readBarcodes(picture, { formats: ['QRCode', 'Aztec', 'DataMatrix', 'PDF417'], tryHarder: true })
  return found.filter(({ isValid }) => isValid).map(({ text, format }) => ({ text, format }))
}
