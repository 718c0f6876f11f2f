// Pictures of a passport's data page, drawn as the demo's camera sees them.
import fs from 'node:fs'
import path from 'node:path'
import { root } from './repo.mjs'

const camera = path.join(root, 'mini-program/host/camera')
const dataUrl = (type, bytes) => `data:${type};base64,${Buffer.from(bytes).toString('base64')}`

/**
 * A picture of a passport with these lines.
 * @param {import('playwright-core').BrowserContext} context any browser: it draws
 * @param {string[]} lines
 * @param {{ width?: number, height?: number, x?: number, y?: number, turn?: number, blur?: number }} [how] the picture's size in pixels; how far
 *   the camera is off, in parts of the width and radians; how far it is out of focus, in pixels
 * @returns {Promise<{ png: Buffer, width: number, height: number, grey: Uint8Array }>}
 */
export async function passportPicture(context, lines, { width = 1080, height = 720, x = 0, y = 0, turn = 0, blur = 0 } = {}) {
  const page = await context.newPage()
  const font = dataUrl('font/woff2', fs.readFileSync(path.join(camera, 'ocr-b.woff2')))
  const module = dataUrl('text/javascript', fs.readFileSync(path.join(camera, 'draw.js')))
  const { png, grey } = await page.evaluate(async (given) => {
    const { drawPassport, loadFont } = await import(given.module)
    await loadFont(given.font)
    const canvas = Object.assign(document.createElement('canvas'), { width: given.width, height: given.height })
    const context2d = canvas.getContext('2d', { willReadFrequently: true })
    context2d.filter = given.blur ? `blur(${given.blur}px)` : 'none'
    drawPassport(context2d, { lines: given.lines }, { x: given.x, y: given.y, turn: given.turn })
    const { data } = context2d.getImageData(0, 0, given.width, given.height)
    const levels = Array.from({ length: given.width * given.height }, (_, i) => String.fromCharCode((77 * data[4 * i] + 150 * data[4 * i + 1] + 29 * data[4 * i + 2]) >> 8))
    return { png: canvas.toDataURL('image/png').split(',')[1], grey: btoa(levels.join('')) }
  }, { module, font, lines, width, height, x, y, turn, blur })
  await page.close()
  return { png: Buffer.from(png, 'base64'), width, height, grey: new Uint8Array(Buffer.from(grey, 'base64')) }
}
