import { appConfig, bundle } from './bundle.js'
import { report } from './errors.js'
import { setNavigation } from './navigate.js'
import { createPage } from './registration.js'
import { shell } from './shell.js'
import { parsePageUrl } from './url.js'

/** WeChat's limit of the page stack. */
const MAX_PAGES = 10

/**
 * @typedef {object} OpenPage
 * @property {any} root glass-easel's root
 * @property {any} instance what `getCurrentPages` returns
 * @property {string} path
 * @property {HTMLElement} element
 * @property {number} scroll where it was scrolled to when it was covered
 * @property {Record<string, string>} title bar settings changed while running
 */

/** @type {OpenPage[]} */
const stack = []
const top = () => stack[stack.length - 1]

export const currentPages = () => stack.map((page) => page.instance)

/** Calls a life cycle method; a rejected promise is an error like any other. @param {any} target @param {string} name */
export function callLifecycle(target, name, ...args) {
  if (typeof target?.[name] !== 'function') return
  try {
    target[name](...args)?.catch?.((/** @type {unknown} */ error) => report(error, `${target.route || 'app'} ${name}`))
  } catch (error) {
    report(error, `${target.route || 'app'} ${name}`)
  }
}

const isTab = (/** @type {string} */ path) => Boolean(appConfig.tabBar?.list.some((tab) => tab.pagePath === path))

function showTitleBar() {
  const page = top()
  shell.setTitleBar({
    ...appConfig.window, ...bundle.app.json[page.path], ...page.title,
    canGoBack: stack.length > 1,
    canGoHome: stack.length === 1 && page.path !== appConfig.pages[0] && !isTab(page.path),
    tabs: isTab(page.path) ? appConfig.tabBar : null,
    path: page.path,
  })
}

function hide(/** @type {OpenPage} */ page) {
  page.scroll = window.scrollY
  callLifecycle(page.instance, 'onHide')
  page.root.getComponent().triggerPageLifetime('hide', [])
  page.element.hidden = true
}

function show(/** @type {OpenPage} */ page) {
  page.element.hidden = false
  window.scrollTo(0, page.scroll)
  showTitleBar()
  callLifecycle(page.instance, 'onShow')
  page.root.getComponent().triggerPageLifetime('show', [])
}

function close() {
  const page = /** @type {OpenPage} */ (stack.pop())
  callLifecycle(page.instance, 'onUnload')
  page.root.release()
  page.element.remove()
}

/** @param {string} path @param {Record<string, string>} query */
function open(path, query) {
  const root = createPage(path)
  const instance = root.get()
  Object.assign(instance, { route: path, options: query })
  const placeholder = document.body.appendChild(document.createElement('span'))
  root.attach(/** @type {any} */ (document.body), /** @type {any} */ (placeholder))
  const element = /** @type {any} */ (root.getComponent().getBackendElement())
  /** @type {OpenPage} */
  const page = { root, instance, path, element, scroll: 0, title: {} }
  stack.push(page)
  callLifecycle(instance, 'onLoad', query)
  if (top() === page) show(page)
  Promise.resolve().then(() => callLifecycle(instance, 'onReady'))
}

/** @param {string} url @param {string} from */
function known(url, from) {
  const target = parsePageUrl(url, from)
  if (!appConfig.pages.includes(target.path)) throw new Error(`page "${target.path}" is not found`)
  return target
}

const commands = {
  navigate({ url }, /** @type {string} */ from) {
    const { path, query } = known(url, from)
    if (isTab(path)) throw new Error('can not navigateTo a tabbar page')
    if (stack.length >= MAX_PAGES) throw new Error(`webview count limit exceed: ${MAX_PAGES} pages are open`)
    hide(top())
    open(path, query)
  },
  redirect({ url }, /** @type {string} */ from) {
    const { path, query } = known(url, from)
    if (isTab(path)) throw new Error('can not redirectTo a tabbar page')
    close()
    open(path, query)
  },
  reLaunch({ url }, /** @type {string} */ from) {
    const { path, query } = known(url, from)
    while (stack.length > 0) close()
    open(path, query)
  },
  switchTab({ url }, /** @type {string} */ from) {
    const { path } = known(url, from)
    if (!isTab(path)) throw new Error('can not switch to no-tabBar page')
    commands.reLaunch({ url: `/${path}` }, from)
  },
  navigateBack({ delta = 1 }) {
    if (stack.length === 1) throw new Error('cannot navigate back at first page')
    for (let left = Math.min(delta, stack.length - 1); left > 0; left -= 1) close()
    show(top())
  },
}

const guards = /** @type {{ message: string }[]} */ ([])

/** What `wx`, `<navigator>` and the title bar do with pages. */
export const pageStack = {
  /** @param {string} kind an `open-type` @param {{ url?: string, delta?: number, from?: string }} target */
  async go(kind, target) {
    const command = /** @type {any} */ (commands)[kind]
    if (!command) throw new Error(`open-type "${kind}" is not provided by this host`)
    command(target, target.from || top()?.path)
  },
  /** The title bar's back button or the browser's. */
  async back() {
    if (guards.length > 0 && !(await shell.modal({ content: guards[guards.length - 1].message, title: '' })).confirm) return
    guards.length = 0
    if (stack.length > 1) commands.navigateBack({ delta: 1 })
  },
  async home() {
    commands.reLaunch({ url: `/${appConfig.pages[0]}` }, '')
  },
  /** The first page. @param {string} url */
  launch(url) {
    const { path, query } = known(url, '')
    open(path, query)
  },
  top,
  /** @param {Record<string, string>} changes */
  setTitleBar(changes) {
    Object.assign(top().title, changes)
    showTitleBar()
  },
  /** @param {boolean} visible whether the app is in the foreground */
  setForeground(visible) {
    if (!top()) return
    callLifecycle(top().instance, visible ? 'onShow' : 'onHide')
    top().root.getComponent().triggerPageLifetime(visible ? 'show' : 'hide', [])
  },
  /** @param {string} message asked before going back; empty to stop asking */
  guard(message) {
    guards.length = 0
    if (message) guards.push({ message })
  },
}

/** `onPageScroll` and `onReachBottom` of the page on top. */
export function watchScrolling() {
  let atBottom = false
  window.addEventListener('scroll', () => {
    const { instance, path } = top()
    if (instance.onPageScroll) callLifecycle(instance, 'onPageScroll', { scrollTop: window.scrollY })
    const { onReachBottomDistance = 50 } = { ...appConfig.window, ...bundle.app.json[path] }
    const reached = window.scrollY + innerHeight >= document.documentElement.scrollHeight - onReachBottomDistance
    if (reached && !atBottom) callLifecycle(instance, 'onReachBottom')
    atBottom = reached
  }, { passive: true })
}

/** @typedef {typeof pageStack} Navigation */

setNavigation(pageStack)
