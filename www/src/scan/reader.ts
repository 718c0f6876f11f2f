/** The page's side of the code reader: started on first use, one answer per picture. */
import { ReaderFailed } from './decoder'
import type { Found, Work } from './decoder.worker'

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

/** See {@link ./decoder.decode}. */
export function read(image: ImageData, still: boolean): Promise<string[]> {
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
