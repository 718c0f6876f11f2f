/**
 * What host/build.mjs made of the sources.
 * @typedef {object} Compiled
 * @property {any} templates compiled WXML by path
 * @property {Record<string, { css: string, host: string, scope: string | null }>} styles
 * @property {Record<string, any>} json configuration by path, without extension
 *
 * @typedef {object} Bundle
 * @property {Compiled} app
 * @property {Compiled} builtin
 * @property {string[]} files package files that are not sources
 * @property {string} namespace prefix of this mini-program's storage
 */

/** @type {Bundle} */
export const bundle = /** @type {any} */ (window).hostBundle

/** `app.json` */
export const appConfig = bundle.app.json.app
