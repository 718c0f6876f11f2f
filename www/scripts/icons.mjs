/**
 * Draws the page's icons: node scripts/icons.mjs
 * A white tick on the ink square, as SVG and, point by point, as PNG; nothing to install.
 */
import { writeFileSync } from 'node:fs'
import { deflateSync, crc32 } from 'node:zlib'

const folder = new URL('../public/icons/', import.meta.url)
const INK = [0x14, 0x18, 0x1b]
const WHITE = [255, 255, 255]
/** The tick and its stroke in a square of 24. */
const TICK = [[6, 12.6], [10.4, 17], [18, 7.6]]
const STROKE = 2.8
const CORNER = 5

writeFileSync(new URL('icon.svg', folder), `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="${CORNER}" fill="#14181B"/><path d="M${TICK.map((p) => p.join(' ')).join('L')}" fill="none" stroke="#fff" stroke-width="${STROKE}" stroke-linecap="round" stroke-linejoin="round"/></svg>\n`)
for (const size of [180, 192, 512]) writeFileSync(new URL(`icon-${size}.png`, folder), png(size, { corner: size === 180 ? 0 : CORNER, scale: 1 }))
// a launcher cuts a maskable icon down to a circle of 80 %: the tick keeps inside it
writeFileSync(new URL('icon-maskable-512.png', folder), png(512, { corner: 0, scale: 0.78 }))

function png(size, { corner, scale }) {
  const rows = Buffer.alloc(size * (size * 4 + 1))
  const unit = 24 / size
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const [px, py] = [(x + 0.5) * unit, (y + 0.5) * unit]
      const inside = cover(-square(px, py, corner), unit)
      const on = cover(STROKE / 2 - tick((px - 12) / scale + 12, (py - 12) / scale + 12), unit / scale)
      const at = y * (size * 4 + 1) + 1 + x * 4
      for (let c = 0; c < 3; c++) rows[at + c] = Math.round(INK[c] + (WHITE[c] - INK[c]) * on)
      rows[at + 3] = Math.round(255 * inside)
    }
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(size, 0)
  header.writeUInt32BE(size, 4)
  header.set([8, 6, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', Buffer.alloc(0))])
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const out = Buffer.alloc(body.length + 8)
  out.writeUInt32BE(data.length, 0)
  body.copy(out, 4)
  out.writeUInt32BE(crc32(body), body.length + 4)
  return out
}

/** How much of a pixel lies inside, for a signed distance in units. */
function cover(distance, unit) {
  return Math.min(1, Math.max(0, distance / unit + 0.5))
}

/** Signed distance to the rounded square, negative inside. */
function square(x, y, corner) {
  const [dx, dy] = [Math.abs(x - 12) - 12 + corner, Math.abs(y - 12) - 12 + corner]
  return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - corner
}

/** Distance to the tick's centre line. */
function tick(x, y) {
  return Math.min(...TICK.slice(1).map((to, i) => segment(x, y, TICK[i], to)))
}

function segment(x, y, [ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay]
  const t = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)))
  return Math.hypot(x - ax - t * dx, y - ay - t * dy)
}
