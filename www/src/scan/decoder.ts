/** The code reader as the rest of the page sees it; its weight is loaded with the first picture. */

/** The reader could not be started or broke. */
export class ReaderFailed extends Error {}

/** Texts of the codes in a picture. The picture's pixels are handed over and gone afterwards. */
export async function decode(image: ImageData, still: boolean): Promise<string[]> {
  const reader = await import('./reader').catch(() => {
    throw new ReaderFailed()
  })
  return reader.read(image, still)
}
