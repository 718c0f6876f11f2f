/**
 * A page address as `wx.navigateTo` takes it.
 * @param {string} url `/pages/a/a?x=1`, or relative to `from`
 * @param {string} from path of the page that asks
 */
export function parsePageUrl(url, from = '') {
  const [location, search = ''] = url.split('?')
  const path = new URL(location, `http://package/${from}`).pathname.slice(1).replace(/\.html$/, '')
  const pairs = search.split('&').filter(Boolean).map((pair) => {
    const cut = pair.indexOf('=')
    // WeChat hands the value over as it was written: the page decodes it
    return cut < 0 ? [pair, ''] : [pair.slice(0, cut), pair.slice(cut + 1)]
  })
  return { path, query: Object.fromEntries(pairs) }
}
