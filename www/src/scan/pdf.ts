/** Codes in the pages of a PDF; loaded only when there is one. */
import { getDocument, GlobalWorkerOptions, type PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import workerUrl from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url'
import { decode } from './decoder'

GlobalWorkerOptions.workerSrc = workerUrl

export interface CodeOnPage {
  readonly text: string
  readonly page: number
}

export class PdfLocked extends Error {}

/** A certificate has a few pages; more is some other document. */
const MAX_PAGES = 40
/** Widths in pixels a page is drawn with: A4 at 150 dpi, and finer when nothing was found. */
const WIDTHS = [1240, 2480]

export async function codesInPdf(data: ArrayBuffer, progress: (page: number, of: number) => void): Promise<CodeOnPage[]> {
  const task = getDocument({ data, disableFontFace: true, isEvalSupported: false, useWasm: false, verbosity: 0 })
  try {
    const pdf = await task.promise
    const pages = Math.min(pdf.numPages, MAX_PAGES)
    const found: CodeOnPage[] = []
    for (let page = 1; page <= pages; page++) {
      progress(page, pages)
      for (const text of await codesOnPage(await pdf.getPage(page))) found.push({ text, page })
    }
    return found
  } catch (error) {
    if (error instanceof Error && error.name === 'PasswordException') throw new PdfLocked()
    throw error
  } finally {
    await task.destroy()
  }
}

async function codesOnPage(page: PDFPageProxy): Promise<string[]> {
  for (const width of WIDTHS) {
    const texts = await decode(await draw(page, width), true)
    if (texts.length > 0) return texts
  }
  return []
}

async function draw(page: PDFPageProxy, width: number): Promise<ImageData> {
  const viewport = page.getViewport({ scale: width / page.getViewport({ scale: 1 }).width })
  const canvas = document.createElement('canvas')
  canvas.width = Math.ceil(viewport.width)
  canvas.height = Math.ceil(viewport.height)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('no canvas')
  await page.render({ canvas, canvasContext: context, viewport }).promise
  return context.getImageData(0, 0, canvas.width, canvas.height)
}
