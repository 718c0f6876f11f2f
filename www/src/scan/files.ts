/** Codes in a file the officer chose, pasted or dropped. */
import { t } from '../i18n'
import { decode, ReaderFailed } from './decoder'
import type { CodeOnPage } from './pdf'

export interface Code {
  readonly text: string
  /** Page it stands on, for a PDF. */
  readonly page?: number
}

/** Why a file gave no code, as a sentence. */
export class NoCode extends Error {}

const MEGABYTE = 1024 * 1024
/** Photographs of current phones stay under 20 MB; a PDF with scans may not. */
const LIMIT_MB = 30
const TEXT_LIMIT = 64 * 1024
/** Longest sides a picture is searched at: fine codes need pixels, blurred ones read better small. */
const SIDES = [2400, 1200, 600]

export async function codesInFile(file: File, progress: (message: string) => void): Promise<Code[]> {
  const name = file.name
  if (file.size > LIMIT_MB * MEGABYTE) throw new NoCode(t('tooLarge', { name, limit: LIMIT_MB }))
  progress(t('reading', { name }))
  try {
    const codes = await readAs(file, progress)
    if (codes.length === 0) throw new NoCode(t('noCode', { name }))
    return once(codes)
  } catch (error) {
    throw error instanceof ReaderFailed ? new NoCode(t('scannerFailed')) : error
  }
}

async function readAs(file: File, progress: (message: string) => void): Promise<readonly Code[]> {
  if (file.type === 'application/pdf' || /\.pdf$/i.test(file.name)) return inPdf(file, progress)
  if (file.type.startsWith('image/')) return inPicture(file)
  if (file.type.startsWith('text/') && file.size <= TEXT_LIMIT) return [{ text: await file.text() }]
  throw new NoCode(t('notAFile', { name: file.name }))
}

async function inPdf(file: File, progress: (message: string) => void): Promise<readonly CodeOnPage[]> {
  const name = file.name
  const pdf = await import('./pdf')
  try {
    return await pdf.codesInPdf(await file.arrayBuffer(), (n, of) => progress(t('readingPage', { name, n, of })))
  } catch (error) {
    if (error instanceof pdf.PdfLocked) throw new NoCode(t('pdfLocked', { name }))
    throw error instanceof ReaderFailed ? error : new NoCode(t('notAPdf', { name }))
  }
}

async function inPicture(file: File): Promise<Code[]> {
  let picture: ImageBitmap
  try {
    picture = await createImageBitmap(file)
  } catch {
    throw new NoCode(t('notAPicture', { name: file.name }))
  }
  for (const side of SIDES) {
    const texts = await decode(scaled(picture, side), true)
    if (texts.length > 0) return texts.map((text) => ({ text }))
  }
  return []
}

/** The picture with a white rim, as codes cropped to their edge lack the quiet zone they need. */
function scaled(picture: ImageBitmap, longest: number): ImageData {
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height))
  const [width, height] = [Math.max(1, Math.round(picture.width * scale)), Math.max(1, Math.round(picture.height * scale))]
  const rim = Math.ceil(Math.max(width, height) / 20)
  const canvas = document.createElement('canvas')
  canvas.width = width + 2 * rim
  canvas.height = height + 2 * rim
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) throw new ReaderFailed()
  context.fillStyle = '#fff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.drawImage(picture, rim, rim, width, height)
  return context.getImageData(0, 0, canvas.width, canvas.height)
}

/** Each text once; health certificates first, as a sheet may carry other codes too. */
function once(codes: readonly Code[]): Code[] {
  const first = new Map<string, Code>()
  for (const code of codes) if (!first.has(code.text)) first.set(code.text, code)
  const all = [...first.values()]
  const certificates = all.filter((code) => /^H[CP]\d:/i.test(code.text))
  return certificates.length > 0 ? certificates : all
}
