/**
 * The browser's own element inside a builtin component: the one of class `n`.
 * @param {any} component instance of a builtin
 * @returns {any} null before the component has a shadow tree
 */
export function native(component) {
  const root = component._$.getShadowRoot()
  const node = root && root.querySelector('.n')
  return node ? node.getBackendElement() : null
}
