import { shell } from '../runtime/shell.js'
import { Fail } from './calls.js'

const TYPE_NAMES = { QRCode: 'QR_CODE', MicroQRCode: 'QR_CODE', Aztec: 'AZTEC', DataMatrix: 'DATA_MATRIX', PDF417: 'PDF_417' }

/** The module that reads codes in pictures, when the build had one. @returns {Promise<any>} */
async function reader() {
  return /** @type {any} */ (await import(new URL('decoder.js', document.baseURI).href))
}

/** @param {Blob} picture */
async function readCode(picture) {
  const { readCodes } = await reader().catch(() => { throw new Fail('this host was built without a reader for pictures') })
  const [found] = await readCodes(picture)
  if (!found) throw new Fail('no code found in the picture')
  return found
}

export const scan = {
  /** A browser has no WeChat scanner: the shell asks for a text, a picture or one of the samples. */
  async scanCode() {
    const chosen = await shell.scan()
    if (!chosen) throw new Fail('cancel')
    if (chosen.text !== undefined) return { result: chosen.text, scanType: 'QR_CODE', charSet: 'utf-8', rawData: '', path: '' }
    const { text, format } = await readCode(/** @type {File} */ (chosen.picture))
    const scanType = TYPE_NAMES[/** @type {keyof typeof TYPE_NAMES} */ (format)] || format
    return { result: text, scanType, charSet: 'utf-8', rawData: '', path: '' }
  },
}

