/**
 * The phone around the page: title bar, dialogs, settings. It lives in the outer document (host/shell), so that the
 * page's window is exactly the area WeChat gives a page.
 * @type {import('../shell/shell.js').Shell}
 */
export const shell = /** @type {any} */ (window.parent).hostShell
