import { shell } from './shell.js'

/**
 * A `Date` whose present is the given moment, ticking from when the page was opened; the browser's own without one.
 * Only the mini-program sees it: timers, storage and the host keep the real clock.
 */
export function clock() {
  const started = Date.now()
  const at = shell.settings.at ? Date.parse(shell.settings.at) : NaN
  if (Number.isNaN(at)) return Date
  const now = () => at + (Date.now() - started)
  return new Proxy(Date, {
    construct: (target, given, made) => Reflect.construct(target, given.length > 0 ? given : [now()], made),
    apply: () => new Date(now()).toString(),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
  })
}
