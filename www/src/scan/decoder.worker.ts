/** Reads QR and Aztec symbols from pixels, off the page's thread. */
import { prepareZXingModule, readBarcodes, type ReaderOptions, type ReadResult } from 'zxing-wasm/reader'
import wasm from 'zxing-wasm/reader/zxing_reader.wasm?url'

export interface Work {
  readonly id: number
  readonly width: number
  readonly height: number
  readonly pixels: ArrayBuffer
  /** A still picture deserves every effort; a camera has the next frame. */
  readonly still: boolean
}
export interface Found {
  readonly id: number
  readonly texts: string[]
  /** The reader itself failed. */
  readonly failed?: true
}

const FRAME: ReaderOptions = { formats: ['QRCode', 'Aztec'], maxNumberOfSymbols: 1, tryHarder: true, tryRotate: false, tryInvert: true, tryDownscale: true }
const STILL: ReaderOptions = { ...FRAME, maxNumberOfSymbols: 8, tryRotate: true }

// the library would ask a public server for its module; ours is beside this file
prepareZXingModule({ overrides: { locateFile: () => wasm } })

self.addEventListener('message', (event: MessageEvent<Work>) => {
  void read(event.data).then((found) => self.postMessage(found))
})

/** How an archive begins (ZIP, local file header). */
const ARCHIVE = [0x50, 0x4b, 3, 4]

/** A DIVOC code is an archive: bytes, which the reader would guess a character set for. They go on one character each. */
function textOf({ bytes, text }: ReadResult): string {
  const binary = ARCHIVE.every((byte, i) => bytes[i] === byte)
  return binary ? Array.from(bytes, (byte) => String.fromCharCode(byte)).join('') : text
}

async function read({ id, width, height, pixels, still }: Work): Promise<Found> {
  try {
    const image = new ImageData(new Uint8ClampedArray(pixels), width, height)
    const results = await readBarcodes(image, still ? STILL : FRAME)
    return { id, texts: results.filter((result) => result.isValid).map(textOf) }
  } catch {
    return { id, texts: [], failed: true }
  }
}
