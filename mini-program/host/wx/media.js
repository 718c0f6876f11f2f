import { cameraContext } from '../runtime/camera.js'
import { addTemporary, readBytes, temporaryFile } from '../runtime/files.js'
import { selectorQuery } from '../runtime/selector-query.js'
import { shell } from '../runtime/shell.js'
import { Fail } from './calls.js'

/** @param {number} count */
async function pick(count) {
  /** @type {File[]} */
  const chosen = await shell.choosePictures(count)
  if (chosen.length === 0) throw new Fail('cancel')
  return chosen.slice(0, count).map((file) => ({ file, path: addTemporary(file) }))
}

/** @param {any} canvas */
const canvasBlob = (canvas, /** @type {string} */ type, /** @type {number} */ quality) =>
  (canvas.convertToBlob ? canvas.convertToBlob({ type, quality }) : new Promise((resolve) => { canvas.toBlob(resolve, type, quality) }))

export const media = {
  async chooseMedia({ count = 9 }) {
    const picked = await pick(count)
    return { type: 'image', tempFiles: picked.map(({ file, path }) => ({ tempFilePath: path, size: file.size, fileType: 'image' })) }
  },
  async chooseImage({ count = 9 }) {
    const picked = await pick(count)
    return { tempFilePaths: picked.map(({ path }) => path), tempFiles: picked.map(({ file, path }) => ({ path, size: file.size })) }
  },
  /** A browser has no chats: any file of this computer stands for one sent in them. */
  async chooseMessageFile({ count = 1, type = 'all', extension = [] }) {
    const accept = type === 'image' ? 'image/*' : extension.map((/** @type {string} */ each) => `.${each}`).join()
    /** @type {File[]} */
    const chosen = await shell.chooseFiles(count, accept)
    if (chosen.length === 0) throw new Fail('cancel')
    const tempFiles = chosen.slice(0, count).map((file) => ({
      path: addTemporary(file, file.name.split('.').pop()), name: file.name, size: file.size, time: Math.floor(file.lastModified / 1000), type: 'file',
    }))
    return { tempFiles }
  },
  async canvasToTempFilePath({ canvas, fileType = 'png', quality = 0.92 }) {
    if (!canvas) throw new Fail('parameter error: canvas (type 2d) is required')
    return { tempFilePath: addTemporary(await canvasBlob(canvas, fileType === 'jpg' ? 'image/jpeg' : 'image/png', quality)) }
  },
  async saveImageToPhotosAlbum({ filePath }) {
    const blob = temporaryFile(filePath) || new Blob([await readBytes(filePath).catch((error) => { throw new Fail(error.message) })])
    shell.download(blob, filePath.split('/').pop())
  },
  async getImageInfo({ src }) {
    const blob = temporaryFile(src) || new Blob([await readBytes(src).catch((error) => { throw new Fail(error.message) })])
    const { width, height } = await createImageBitmap(blob).catch(() => { throw new Fail('not a picture') })
    return { width, height, path: src, orientation: 'up', type: blob.type.split('/')[1] || 'unknown' }
  },
}

export const mediaNow = {
  createCameraContext: cameraContext,
  createOffscreenCanvas: ({ width = 300, height = 150 } = {}) => {
    const canvas = new OffscreenCanvas(width, height)
    return Object.assign(canvas, { createImage: () => document.createElement('img') })
  },
  createSelectorQuery: () => selectorQuery(/** @type {any} */ (window).__host.pages.at(-1)),
  getFileSystemManager: () => ({ readFile, readFileSync }),
}

/** `FileSystemManager.readFile` for files of the package and temporary files. @param {any} options */
function readFile({ filePath, encoding, success, fail, complete }) {
  readBytes(filePath).then((bytes) => {
    const data = encoding === 'utf8' || encoding === 'utf-8' ? new TextDecoder().decode(bytes)
      : encoding === 'base64' ? btoa(Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join(''))
        : bytes
    const result = { data, errMsg: 'readFile:ok' }
    success?.(result)
    complete?.(result)
  }, (error) => {
    const told = { errMsg: `readFile:fail ${error.message}` }
    fail?.(told)
    complete?.(told)
  })
}

/** A browser reads nothing synchronously. */
function readFileSync() {
  throw new Error('FileSystemManager.readFileSync is not provided by this host: use readFile')
}
