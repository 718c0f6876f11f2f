import { bundle } from './bundle.js'

/** Package files that are not sources. */
export const files = new Set(bundle.files)

/** Files made while running, as `http://tmp/...` names, which is what WeChat's look like. @type {Map<string, Blob>} */
const temporary = new Map()
/** @type {Map<string, string>} */
const urls = new Map()

/** Keeps bytes as a temporary file. @param {Blob} blob @param {string} [extension] */
export function addTemporary(blob, extension = (blob.type.split('/')[1] || 'bin').replace('jpeg', 'jpg')) {
  const path = `http://tmp/${temporary.size + 1}.${extension}`
  temporary.set(path, blob)
  urls.set(path, URL.createObjectURL(blob))
  return path
}

/** @param {string} path */
export const temporaryFile = (path) => temporary.get(path)

/** @param {string} from page or component @param {string} path as written */
const absolute = (from, path) => new URL(path, `http://package/${from}`).pathname.slice(1)

/** The address a browser can load a file from. @param {string} path @param {string} from the page or component that names it */
export function fileUrl(path, from) {
  if (urls.has(path)) return /** @type {string} */ (urls.get(path))
  if (/^(data|blob|https?):/.test(path)) return path
  return `package/${absolute(from, path)}`
}

/** The bytes of a package or temporary file. @param {string} path */
export async function readBytes(path) {
  const made = temporary.get(path)
  if (made) return made.arrayBuffer()
  const name = path.replace(/^\//, '')
  if (!files.has(name)) throw new Error(`no such file or directory, open ${path}`)
  return (await fetch(`package/${name}`)).arrayBuffer()
}
