// Pictures in plain JavaScript: grey levels, row-major, 0 black to 255 white.

/** @typedef {{ width: number, height: number, grey: Uint8Array }} Picture */

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
