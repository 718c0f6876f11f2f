/** @typedef {import('./navigation.js').Navigation} Navigation */

/** @type {Navigation} */
let current

/** @param {Navigation} navigation */
export function setNavigation(navigation) {
  current = navigation
}

/** What `wx` and builtins do with pages. Apart from the page stack itself, whose pages are made of those builtins. */
export const navigation = () => current
