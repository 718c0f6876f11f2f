// Pictures in plain JavaScript: grey levels, row-major, 0 black to 255 white.
import zlib from 'node:zlib'

/** @typedef {{ width: number, height: number, grey: Uint8Array }} Picture */

/** The grey levels of RGBA pixels. @returns {Picture} */
export function greyOf({ width, height, data }) {
  const grey = new Uint8Array(width * height)
  for (let i = 0; i < grey.length; i += 1) grey[i] = Math.round(0.299 * data[4 * i] + 0.587 * data[4 * i + 1] + 0.114 * data[4 * i + 2])
  return { width, height, grey }
}

/** A row of bits, `#` black, as `modules` of a QR code with its quiet zone. @returns {Picture} */
export function drawn(modules, size, scale = 4, quiet = 4) {
  const width = (size + 2 * quiet) * scale
  const grey = new Uint8Array(width * width).fill(255)
  for (let y = 0; y < size * scale; y += 1) {
    for (let x = 0; x < size * scale; x += 1) {
      if (modules[Math.floor(y / scale) * size + Math.floor(x / scale)]) grey[(y + quiet * scale) * width + x + quiet * scale] = 0
    }
  }
  return { width, height: width, grey }
}

/** Scaled to a width by averaging areas, as a lens does: modules get soft edges. @param {Picture} picture */
export function scaled({ width, height, grey }, toWidth) {
  const ratio = width / toWidth
  const toHeight = Math.round(height / ratio)
  const out = new Uint8Array(toWidth * toHeight)
  const SAMPLES = 4
  for (let y = 0; y < toHeight; y += 1) {
    for (let x = 0; x < toWidth; x += 1) {
      let sum = 0
      for (let j = 0; j < SAMPLES; j += 1) {
        for (let i = 0; i < SAMPLES; i += 1) {
          const from = [Math.min(width - 1, Math.floor((x + (i + 0.5) / SAMPLES) * ratio)), Math.min(height - 1, Math.floor((y + (j + 0.5) / SAMPLES) * ratio))]
          sum += grey[from[1] * width + from[0]]
        }
      }
      out[y * toWidth + x] = sum / (SAMPLES * SAMPLES)
    }
  }
  return { width: toWidth, height: toHeight, grey: out }
}

/** In the middle of a larger picture of one grey level. @param {Picture} picture @returns {Picture} */
export function placed(picture, width, height, level = 110) {
  const grey = new Uint8Array(width * height).fill(level)
  const [left, top] = [Math.floor((width - picture.width) / 2), Math.floor((height - picture.height) / 2)]
  for (let y = 0; y < picture.height; y += 1) grey.set(picture.grey.subarray(y * picture.width, (y + 1) * picture.width), (top + y) * width + left)
  return { width, height, grey }
}

/** A video of one still, as Chromium's stand-in for a camera takes it: YUV4MPEG2, 4:2:0. @param {Picture} picture */
export function video({ width, height, grey }, frames = 3) {
  // studio range: black 16, white 235
  const luma = Buffer.from(grey.map((level) => 16 + Math.round(level * 219 / 255)))
  const colour = Buffer.alloc(width * height / 2, 128)
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, colour])
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`), ...Array(frames).fill(frame)])
}

/** PNG, 8 bits of grey (ISO/IEC 15948). @param {Picture} picture */
export function png({ width, height, grey }) {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header[8] = 8
  const rows = Buffer.alloc((width + 1) * height)
  for (let y = 0; y < height; y += 1) rows.set(grey.subarray(y * width, (y + 1) * width), y * (width + 1) + 1)
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10])
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', zlib.deflateSync(rows)), chunk('IEND', Buffer.alloc(0))])
}

function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name), data])
  const frame = Buffer.alloc(body.length + 8)
  frame.writeUInt32BE(data.length, 0)
  body.copy(frame, 4)
  frame.writeUInt32BE(crc32(body), body.length + 4)
  return frame
}

function crc32(bytes) {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return (crc ^ 0xffffffff) >>> 0
}
