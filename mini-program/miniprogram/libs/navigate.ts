/** Every way from one screen to another. */
const PAGES = '/pages'

export const routes = {
  add: () => `${PAGES}/add/add`,
  settings: () => `${PAGES}/settings/settings`,
  /** Without a person the passport itself decides whose it is. */
  bind: (person?: string) => `${PAGES}/bind/bind${person ? `?person=${encodeURIComponent(person)}` : ''}`,
  /** Reads the lines of a passport by camera, for a person or for whom they name. */
  scan: (person?: string) => `${PAGES}/scan/scan${person ? `?person=${encodeURIComponent(person)}` : ''}`,
  /** Reads the chip of the passport that was handed over. */
  chip: () => `${PAGES}/chip/chip`,
  certificate: (id: string) => `${PAGES}/certificate/certificate?id=${encodeURIComponent(id)}`,
  /** What a protected code shows, and to whom. */
  choose: (id: string) => `${PAGES}/choose/choose?id=${encodeURIComponent(id)}`,
  reader: (id: string) => `${PAGES}/reader/reader?id=${encodeURIComponent(id)}`,
  /** The protected code, as chosen. */
  code: (id: string) => `${PAGES}/code/code?id=${encodeURIComponent(id)}`,
  /** Asks an issuer for certificates made for this phone. */
  request: (person: string) => `${PAGES}/request/request?person=${encodeURIComponent(person)}`,
  /** A journey, stop by stop; with a stop, on to that one, from which "back" leads to the journey. */
  plan: (stop?: number) => `${PAGES}/plan/plan${stop === undefined ? '' : `?stop=${stop}`}`,
  stop: (index: number) => `${PAGES}/stop/stop?index=${index}`,
  visit: (index: number) => `${PAGES}/stop/stop?visit=${index}`,
  /** Whether what a person has is enough for it. */
  trip: (person?: string) => `${PAGES}/trip/trip${person ? `?person=${encodeURIComponent(person)}` : ''}`,
  /** Editions of rules and lists, and newer ones. */
  update: () => `${PAGES}/update/update`,
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

/** Leaves a task of several screens at once: past every page on top that belongs to it. */
export function backPast(names: string[]): void {
  const pages = getCurrentPages()
  const belongs = (route: string) => names.some((name) => route === `pages/${name}/${name}`)
  let delta = 0
  while (delta < pages.length && belongs(pages[pages.length - 1 - delta].route)) delta += 1
  if (delta < pages.length) wx.navigateBack({ delta })
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

/** Whether a screen waits under the present one. */
export function isOpen(name: string): boolean {
  const pages = getCurrentPages()
  return pages.length > 1 && pages[pages.length - 2].route === `pages/${name}/${name}`
}
