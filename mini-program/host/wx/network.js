import { Fail } from './calls.js'

/**
 * `wx.request` as far as the mini-program uses it: fetching. On a phone it reaches the domains registered with WeChat; here
 * only this page's own origin, which its policy allows.
 */
export const network = {
  /** @param {{ url: string, method?: string, responseType?: string, header?: Record<string, string> }} options */
  async request({ url, method = 'GET', responseType = 'text', header = {} }) {
    if (new URL(url, location.href).origin !== location.origin) throw new Fail('url not in domain list', 600002)
    const response = await fetch(url, { method, headers: header, cache: 'no-store' }).catch((error) => { throw new Fail(String(error.message), 600001) })
    const data = responseType === 'arraybuffer' ? await response.arrayBuffer() : await response.text()
    return { data, statusCode: response.status, header: Object.fromEntries(response.headers), cookies: [] }
  },
}
