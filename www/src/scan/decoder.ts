/** The page's side of the code reader: started on first use, one answer per picture. */
import type { Found, Work } from './decoder.worker'

/** The reader could not be started or broke. */
export class ReaderFailed extends Error {}

interface Waiting {
  resolve(texts: string[]): void
  reject(error: ReaderFailed): void
}

let worker: Worker | null = null
let last = 0
const waiting = new Map<number, Waiting>()

function running(): Worker {
  if (worker) return worker
  const started = new Worker(new URL('./decoder.worker.ts', import.meta.url), { type: 'module' })
  started.addEventListener('message', (event: MessageEvent<Found>) => answer(event.data))
  started.addEventListener('error', () => {
    worker = null
    for (const one of waiting.values()) one.reject(new ReaderFailed())
    waiting.clear()
  })
  worker = started
  return started
}

/** Starts the reader, so that the first picture need not wait. */
export function warmUp(): void {
  running()
}

/** Texts of the codes in a picture. The picture's pixels are handed over and gone afterwards. */
export function decode(image: ImageData, still: boolean): Promise<string[]> {
  const id = ++last
  const pixels = image.data.buffer as ArrayBuffer
  const work: Work = { id, width: image.width, height: image.height, pixels, still }
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject })
    running().postMessage(work, [pixels])
  })
}

function answer(found: Found): void {
  const one = waiting.get(found.id)
  waiting.delete(found.id)
  if (found.failed) one?.reject(new ReaderFailed())
  else one?.resolve(found.texts)
}
