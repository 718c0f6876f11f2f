/** Every way from one screen to another. */
const PAGES = '/pages'

export const routes = {
  add: () => `${PAGES}/add/add`,
  settings: () => `${PAGES}/settings/settings`,
  /** Without a person the passport itself decides whose it is. */
  bind: (person?: string) => `${PAGES}/bind/bind${person ? `?person=${encodeURIComponent(person)}` : ''}`,
  certificate: (id: string) => `${PAGES}/certificate/certificate?id=${encodeURIComponent(id)}`,
  show: (id?: string) => `${PAGES}/show/show${id ? `?id=${encodeURIComponent(id)}` : ''}`,
}

export function open(url: string): void {
  wx.navigateTo({ url })
}

/** Takes the place of the present screen, so that "back" does not return to a finished step. */
export function replace(url: string): void {
  wx.redirectTo({ url })
}

export function back(): void {
  if (getCurrentPages().length > 1) wx.navigateBack()
  else home()
}

export function home(): void {
  wx.reLaunch({ url: `${PAGES}/home/home` })
}

/** The text of a page parameter, which arrives as it was written into the address. */
export function parameter(query: { [name: string]: string | undefined }, name: string): string | undefined {
  const value = query[name]
  return value === undefined ? undefined : decodeURIComponent(value)
}
