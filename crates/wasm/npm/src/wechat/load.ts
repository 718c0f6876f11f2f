import type { Imports } from '../start'

/** The part of a mini-program's world the loader needs. */
declare const WXWebAssembly: {
  instantiate(path: string, imports: Imports): Promise<Instance | { instance: Instance }>
}
declare const wx: {
  getRandomValues(options: {
    length: number
    success(result: { randomValues: ArrayBuffer }): void
    fail(error: { errMsg: string }): void
  }): void
}
interface Instance {
  exports: Record<string, unknown>
}

/** `path` is absolute inside the code package; bytes and URLs are not accepted by the platform. */
export async function instantiate(path: string, imports: Imports): Promise<Record<string, unknown>> {
  const result = await WXWebAssembly.instantiate(path, imports)
  // the platform's typings promise the instance itself, devices give what the standard says
  return ('instance' in result ? result.instance : result).exports
}

/** The platform's only source of randomness answers later, never at once. */
export function randomBytes(length: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    wx.getRandomValues({
      length,
      success: ({ randomValues }) => resolve(new Uint8Array(randomValues)),
      fail: ({ errMsg }) => reject(new Error(errMsg)),
    })
  })
}
