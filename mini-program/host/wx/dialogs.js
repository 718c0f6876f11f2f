import { shell } from '../runtime/shell.js'
import { Fail } from './calls.js'

/** WeChat cuts what does not fit: a toast with an icon holds 7 characters of Chinese, a button 4. */
const MAX_BUTTON = 4

/** @param {string | undefined} text @param {string} name */
function checkButton(text, name) {
  if (text && text.length > MAX_BUTTON) throw new Fail(`parameter error: ${name} length should not larger than ${MAX_BUTTON} Chinese characters`)
}

export const dialogs = {
  showToast: (options) => shell.toast(options),
  hideToast: () => shell.hideToast(),
  showLoading: (options) => shell.toast({ ...options, icon: 'loading', duration: Infinity }),
  hideLoading: () => shell.hideToast(),
  showModal: (options) => {
    checkButton(options.confirmText, 'confirmText')
    checkButton(options.cancelText, 'cancelText')
    return shell.modal(options)
  },
  async showActionSheet(options) {
    const tapIndex = await shell.actionSheet(options)
    if (tapIndex < 0) throw new Fail('cancel')
    return { tapIndex }
  },
}
