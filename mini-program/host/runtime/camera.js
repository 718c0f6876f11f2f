import { drawPassport, loadFont } from '../camera/draw.js'
import { PASSPORTS, passportOf } from '../camera/passports.js'
import { shell } from './shell.js'

/** Longest side of a frame in pixels by `frame-size`; WeChat's own sizes differ by phone. */
const FRAME_SIDES = { small: 480, medium: 960, large: 1440 }
/** What the drawn camera sees, in pixels: a phone held upright. */
const SENSOR = { width: 1080, height: 1440 }
/** Milliseconds between two pictures. */
const TICK = 100
/** How far a hand moves the phone: parts of the picture's width, and radians. */
const TREMBLE = { shift: 0.004, turn: 0.006 }

/** The one camera of a page. @type {{ seen: CanvasImageSource, size: () => { width: number, height: number }, side: number, end: () => void } | null} */
let current = null

/** Pictures a test or a person puts before the camera, shown in turn instead of the drawn passport. @type {ImageBitmap[]} */
let pictures = []
/** What lies before the camera: a passport, or nothing. */
let passport = shell.settings.camera === 'nothing' ? null : passportOf(shell.settings.camera)
let ticks = 0

/** What a test or the controls put before the camera. */
export const cameraScene = {
  passports: PASSPORTS,
  /** @param {string | null} id of a passport, or nothing */
  showPassport(id) {
    pictures = []
    passport = id === null ? null : passportOf(id)
  },
  /** @param {Blob[]} files pictures shown one after another */
  async showPictures(files) {
    pictures = await Promise.all(files.map((file) => createImageBitmap(file)))
  },
}

/** @param {HTMLVideoElement} video @param {{ devicePosition: string, frameSize: string }} options */
export async function attachCamera(video, { devicePosition, frameSize }) {
  if (shell.settings.camera === 'denied') throw new Error('auth deny')
  const side = FRAME_SIDES[/** @type {keyof typeof FRAME_SIDES} */ (frameSize)] || FRAME_SIDES.medium
  video.muted = true
  current = shell.settings.camera === 'device' ? await ownCamera(video, devicePosition, side) : await drawnCamera(video, side)
  await video.play()
}

export function detachCamera() {
  current?.end()
  current = null
}

/** The camera of this computer. @param {HTMLVideoElement} video @param {string} position @param {number} side */
async function ownCamera(video, position, side) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: position === 'front' ? 'user' : 'environment', width: 1440 } })
  video.srcObject = stream
  const size = () => ({ width: video.videoWidth, height: video.videoHeight })
  return { seen: video, size, side, end: () => stream.getTracks().forEach((track) => track.stop()) }
}

/** A camera held over a passport on a table. @param {HTMLVideoElement} video @param {number} side */
async function drawnCamera(video, side) {
  await loadFont()
  const canvas = Object.assign(document.createElement('canvas'), SENSOR)
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d', { willReadFrequently: true }))
  drawScene(context)
  const stream = canvas.captureStream(1000 / TICK)
  video.srcObject = stream
  const timer = window.setInterval(() => drawScene(context), TICK)
  const end = () => {
    clearInterval(timer)
    stream.getTracks().forEach((track) => track.stop())
  }
  return { seen: canvas, size: () => SENSOR, side, end }
}

/** @param {CanvasRenderingContext2D} context */
function drawScene(context) {
  ticks += 1
  const { width, height } = context.canvas
  if (pictures.length > 0) {
    const picture = pictures[ticks % pictures.length]
    const scale = width / picture.width
    context.fillStyle = '#5b5f5c'
    context.fillRect(0, 0, width, height)
    context.drawImage(picture, 0, (height - picture.height * scale) / 2, width, picture.height * scale)
  } else if (passport) {
    drawPassport(context, passport, { x: TREMBLE.shift * Math.sin(ticks), y: TREMBLE.shift * Math.cos(1.7 * ticks), turn: TREMBLE.turn * Math.sin(0.6 * ticks) })
  } else {
    context.fillStyle = '#5b5f5c'
    context.fillRect(0, 0, width, height)
  }
}

/** The picture seen now as RGBA. @returns {{ width: number, height: number, data: ArrayBuffer } | null} */
function frame() {
  if (!current) return null
  const { width: seenWidth, height: seenHeight } = current.size()
  if (!seenWidth) return null
  const scale = Math.min(1, current.side / Math.max(seenWidth, seenHeight))
  const [width, height] = [Math.round(seenWidth * scale), Math.round(seenHeight * scale)]
  const canvas = new OffscreenCanvas(width, height)
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d', { willReadFrequently: true }))
  context.drawImage(current.seen, 0, 0, width, height)
  return { width, height, data: context.getImageData(0, 0, width, height).data.buffer }
}

/** `wx.createCameraContext()`. */
export const cameraContext = () => ({
  onCameraFrame(/** @type {(frame: any) => void} */ listener) {
    let timer = 0
    return {
      start(options = {}) {
        clearInterval(timer)
        timer = window.setInterval(() => {
          const seen = frame()
          if (seen) listener(seen)
        }, TICK)
        options.success?.({ errMsg: 'CameraFrameListener.start:ok' })
      },
      stop(options = {}) {
        clearInterval(timer)
        options.success?.({ errMsg: 'CameraFrameListener.stop:ok' })
      },
    }
  },
})
