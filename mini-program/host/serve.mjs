// Serves a built host on localhost: node host/serve.mjs FOLDER [PORT]
import fs from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const TYPES = {
  '.css': 'text/css', '.html': 'text/html; charset=utf-8', '.jpg': 'image/jpeg', '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json', '.png': 'image/png', '.svg': 'image/svg+xml', '.wasm': 'application/wasm',
}

/**
 * @param {string} root
 * @param {number} [port] any free one when left out
 * @returns {Promise<{ url: string, close: () => void }>}
 */
export function serve(root, port = 0) {
  const server = http.createServer((request, response) => {
    const { pathname } = new URL(request.url || '/', 'http://localhost')
    const file = path.join(root, decodeURIComponent(pathname).replace(/\/$/, '/index.html'))
    if (!file.startsWith(root + path.sep) || !fs.statSync(file, { throwIfNoEntry: false })?.isFile()) {
      response.writeHead(404).end()
      return
    }
    const type = TYPES[/** @type {keyof typeof TYPES} */ (path.extname(file))] || 'application/octet-stream'
    response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' })
    fs.createReadStream(file).pipe(response)
  })
  return new Promise((resolve) => {
    server.listen(port, '127.0.0.1', () => {
      const address = /** @type {import('node:net').AddressInfo} */ (server.address())
      resolve({ url: `http://localhost:${address.port}/`, close: () => server.close() })
    })
  })
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [folder, port] = process.argv.slice(2)
  const { url } = await serve(path.resolve(folder), Number(port) || 0)
  console.log(url)
}
