/** Longest side of a frame in pixels by `frame-size`; WeChat's own sizes differ by phone. */
const FRAME_SIDES = { small: 288, medium: 480, large: 720 }

/** The one camera of a page. @type {{ video: HTMLVideoElement, side: number, stream: MediaStream } | null} */
let current = null

/** @param {HTMLVideoElement} video @param {{ devicePosition: string, frameSize: string }} options */
export async function attachCamera(video, { devicePosition, frameSize }) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: devicePosition === 'front' ? 'user' : 'environment' } })
  video.muted = true
  video.srcObject = stream
  current = { video, stream, side: FRAME_SIDES[/** @type {keyof typeof FRAME_SIDES} */ (frameSize)] || FRAME_SIDES.medium }
  await video.play()
}

export function detachCamera() {
  current?.stream.getTracks().forEach((track) => track.stop())
  current = null
}

/** The picture seen now as RGBA. @returns {{ width: number, height: number, data: ArrayBuffer } | null} */
function frame() {
  if (!current || !current.video.videoWidth) return null
  const { videoWidth, videoHeight } = current.video
  const scale = Math.min(1, current.side / Math.max(videoWidth, videoHeight))
  const [width, height] = [Math.round(videoWidth * scale), Math.round(videoHeight * scale)]
  const canvas = new OffscreenCanvas(width, height)
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d', { willReadFrequently: true }))
  context.drawImage(current.video, 0, 0, width, height)
  return { width, height, data: context.getImageData(0, 0, width, height).data.buffer }
}

/** `wx.createCameraContext()`. */
export const cameraContext = () => ({
  onCameraFrame(/** @type {(frame: any) => void} */ listener) {
    let timer = 0
    return {
      start(options = {}) {
        timer = window.setInterval(() => {
          const seen = frame()
          if (seen) listener(seen)
        }, 66)
        options.success?.({ errMsg: 'CameraFrameListener.start:ok' })
      },
      stop(options = {}) {
        clearInterval(timer)
        options.success?.({ errMsg: 'CameraFrameListener.stop:ok' })
      },
    }
  },
})
