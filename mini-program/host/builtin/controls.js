/**
 * What forms, labels and groups know of the controls inside them. A builtin registers itself on its DOM host.
 * @typedef {object} Control
 * @property {() => string} name
 * @property {() => unknown} value
 * @property {() => boolean} [checked]
 * @property {() => void} [reset]
 * @property {() => void} [changed] a member of the group was toggled
 */

/** @type {WeakMap<Element, Control>} */
const controls = new WeakMap()

/** @param {Element} host @param {Control} control */
export function registerControl(host, control) {
  controls.set(host, control)
}

/** @param {Element} host */
export const controlOf = (host) => controls.get(host)

/** @param {Iterable<Element>} hosts @returns {Control[]} of those that registered */
const controlsOf = (hosts) => [...hosts].flatMap((host) => controls.get(host) ?? [])

/**
 * The browser's own control of a builtin, or the host itself where the host is what one presses.
 * @param {Element} host
 * @returns {any}
 */
export const nativeControl = (host) => host.querySelector('input, textarea, select') || host

/** Values of the checked members of a group. @param {Element} group @param {string} tag */
export const checkedValues = (group, tag) =>
  controlsOf(group.querySelectorAll(tag)).filter((member) => member.checked?.()).map((member) => member.value())

/**
 * Submits or resets the form around a button.
 * @param {Element} button
 * @param {string} kind `submit` or `reset`
 */
export function submitForm(button, kind) {
  const form = /** @type {any} */ (button.closest('wx-form'))
  if (!form) return
  const members = controlsOf(form.querySelectorAll('*'))
  if (kind === 'reset') {
    members.forEach((member) => member.reset?.())
    form.formHost.reset()
  } else if (kind === 'submit') {
    form.formHost.submit(Object.fromEntries(members.filter((member) => member.name()).map((member) => [member.name(), member.value()])))
  }
}
