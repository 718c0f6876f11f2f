/** Pixels out of the camera's picture, and the search for a code in them. */
import { decode } from './decoder'

/** Part of the shorter side of the picture seen that lies within the frame drawn over it, and a rim. */
const REGION = 0.9
/** Every so many frames the whole picture is searched: a code may be held outside the frame. */
const WHOLE_EVERY = 4
/** Longest side given to the reader; more pixels cost time and read no more codes. */
const LONGEST = 1280

const canvas = document.createElement('canvas')

/** The first code in what lies within the drawn frame, from time to time in the whole picture. */
export async function lookForCode(video: HTMLVideoElement, frame: number): Promise<string | undefined> {
  const { videoWidth, videoHeight } = video
  const side = Math.round(Math.min(videoWidth, videoHeight) * REGION)
  const whole = frame % WHOLE_EVERY === WHOLE_EVERY - 1
  const image = whole ? middle(video, videoWidth, videoHeight, LONGEST) : middle(video, side, side, LONGEST)
  return image && (await decode(image, false))[0]
}

/** A rectangle around the middle of the picture, no side longer than `longest`; none before there is a picture. */
export function middle(video: HTMLVideoElement, width: number, height: number, longest: number): ImageData | undefined {
  const { videoWidth, videoHeight } = video
  if (videoWidth === 0 || videoHeight === 0) return undefined
  const scale = Math.min(1, longest / Math.max(width, height))
  canvas.width = Math.round(width * scale)
  canvas.height = Math.round(height * scale)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) return undefined
  context.drawImage(video, (videoWidth - width) / 2, (videoHeight - height) / 2, width, height, 0, 0, canvas.width, canvas.height)
  return context.getImageData(0, 0, canvas.width, canvas.height)
}
