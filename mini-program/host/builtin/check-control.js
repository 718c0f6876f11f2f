import { controlOf, registerControl } from './controls.js'
import { native } from './native.js'

/**
 * A builtin around a browser's checkbox or radio. `definition.methods.changed(checked)` is called when a person toggles it.
 * @param {any} definition
 */
export function checkControl(definition) {
  return {
    ...definition,
    ariaOnNative: true,
    properties: { checked: Boolean, disabled: Boolean, name: String, ...definition.properties },
    observers: {
      checked(checked) { native(this).checked = Boolean(checked) },
      disabled(disabled) { native(this).disabled = Boolean(disabled) },
    },
    lifetimes: {
      attached() {
        const isSwitch = this._$.getBackendElement().matches('wx-switch')
        registerControl(this._$.getBackendElement(), {
          name: () => (isSwitch ? this.data.name : ''),
          value: () => (isSwitch ? native(this).checked : this.data.value),
          checked: () => native(this).checked,
          reset: () => { native(this).checked = Boolean(this.data.checked) },
        })
      },
    },
    methods: {
      ...definition.methods,
      swallow() {},
      onChange() { this.changed(native(this).checked) },
    },
  }
}

/** Tells the group around a member that it was toggled. @param {Element} member @param {string} groupTag */
export function groupChanged(member, groupTag) {
  const group = member.closest(groupTag)
  if (group) controlOf(group)?.changed?.()
}

let groups = 0

/** Radios of one group share a name, so that the browser keeps one checked and moves between them by arrow keys. */
export function nameRadios(/** @type {Element} */ group) {
  const name = `radio-group-${++groups}`
  const apply = () => group.querySelectorAll('input[type="radio"]').forEach((radio) => radio.setAttribute('name', name))
  apply()
  new MutationObserver(apply).observe(group, { childList: true, subtree: true })
}

/** @param {Element} member the radio that was just checked */
export function uncheckOthers(member) {
  const scope = member.closest('wx-radio-group') || member
  for (const radio of scope.querySelectorAll('input[type="radio"]')) {
    if (!member.contains(radio)) /** @type {HTMLInputElement} */ (radio).checked = false
  }
}
