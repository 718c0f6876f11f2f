/** A passport's data page as a phone held over it sees it, drawn. */

/** The page of ICAO 9303-4 section 2 in millimetres, and where the zone's lines run in it. */
const PAGE = { width: 125, height: 88, left: 6, pitch: 2.54, baselines: [72.5, 79.5] }
/** Advance of a character of the font, in its own size. */
const ADVANCE = 0.723

/** @type {Promise<void> | null} */
let font = null

/** Loads the font of the zone, once. @param {string} [address] */
export function loadFont(address = 'ocr-b.woff2') {
  font ??= new FontFace('OCR B', `url(${address})`).load().then((face) => { document.fonts.add(face) })
  return font
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {{ lines: string[] }} passport
 * @param {{ x: number, y: number, turn: number }} hand how far the phone has moved, in parts of the picture's width and radians
 */
export function drawPassport(context, { lines }, hand) {
  const { width, height } = context.canvas
  // the zone's lines fill most of the width, in the middle of the height
  const scale = (width * 0.89) / (44 * PAGE.pitch)
  const middle = (PAGE.baselines[0] + PAGE.baselines[1]) / 2 - 1.2
  context.save()
  context.fillStyle = '#5b5f5c'
  context.fillRect(0, 0, width, height)
  context.translate(width * (0.5 + hand.x), height / 2 + width * hand.y)
  context.rotate(hand.turn)
  context.scale(scale, scale)
  context.translate(-(PAGE.left + 22 * PAGE.pitch), -middle)
  drawPage(context)
  context.fillStyle = '#1d1f1e'
  context.font = `${PAGE.pitch / ADVANCE}px "OCR B"`
  lines.forEach((line, row) => [...line].forEach((letter, column) => context.fillText(letter, PAGE.left + column * PAGE.pitch, PAGE.baselines[row])))
  context.restore()
}

/** @param {CanvasRenderingContext2D} context */
function drawPage(context) {
  context.fillStyle = '#d9d5c8'
  context.fillRect(0, 0, PAGE.width, PAGE.height)
  context.strokeStyle = '#c3c6bd'
  context.lineWidth = 0.3
  for (let y = 6; y < 64; y += 3) {
    context.beginPath()
    for (let x = 0; x <= PAGE.width; x += 2) context.lineTo(x, y + Math.sin(x / 5 + y) * 1.2)
    context.stroke()
  }
  context.fillStyle = '#b4b2a8'
  context.fillRect(6, 14, 36, 46)
  context.fillStyle = '#8f8e87'
  context.beginPath()
  context.ellipse(24, 31, 8, 10, 0, 0, 2 * Math.PI)
  context.fill()
  context.beginPath()
  context.ellipse(24, 60, 15, 16, 0, Math.PI, 2 * Math.PI)
  context.fill()
  context.fillStyle = '#55574f'
  context.font = '600 4px sans-serif'
  context.fillText('SPECIMEN  PASSPORT  样本护照', 48, 11)
  context.fillStyle = '#8c8d84'
  for (const y of [20, 28, 36, 44, 52]) context.fillRect(48, y, 20 + (y * 7) % 38, 2.4)
}
