import { navigation } from '../runtime/navigate.js'
import { shell } from '../runtime/shell.js'
import { Fail } from './calls.js'

/** @param {string} kind */
const go = (kind) => (options) =>
  navigation().go(kind, options).catch((/** @type {Error} */ error) => { throw new Fail(error.message) })

export const pages = {
  navigateTo: go('navigate'),
  redirectTo: go('redirect'),
  reLaunch: go('reLaunch'),
  switchTab: go('switchTab'),
  navigateBack: go('navigateBack'),
  setNavigationBarTitle: ({ title }) => navigation().setTitleBar({ navigationBarTitleText: title }),
  setNavigationBarColor: ({ frontColor, backgroundColor }) => navigation().setTitleBar({
    navigationBarBackgroundColor: backgroundColor,
    navigationBarTextStyle: frontColor === '#ffffff' ? 'white' : 'black',
  }),
  setBackgroundColor: ({ backgroundColor }) => shell.setBackground(backgroundColor),
  pageScrollTo({ scrollTop, selector, duration }) {
    const behavior = duration === 0 ? 'auto' : 'smooth'
    if (selector) {
      const found = navigation().top().root.getComponent().getShadowRoot().querySelector(selector)
      found?.getBackendElement().scrollIntoView({ behavior })
    } else window.scrollTo({ top: scrollTop, behavior })
  },
  hideHomeButton: () => shell.hideHome(),
  enableAlertBeforeUnload: ({ message }) => navigation().guard(message),
  disableAlertBeforeUnload: () => navigation().guard(''),
  showShareMenu: () => ({}),
  hideShareMenu: () => ({}),
  restartMiniProgram: ({ path }) => shell.restart(path),
  exitMiniProgram: () => ({}),
}

export const pagesNow = {
  getMenuButtonBoundingClientRect: () => shell.capsule(),
}
