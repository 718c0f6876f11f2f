import { checkedValues, registerControl } from '../controls.js'

/** `<checkbox-group>`: `change` carries the values of the checked boxes. */
export default {
  role: 'group',
  properties: { name: String },
  lifetimes: {
    attached() {
      const element = this._$.getBackendElement()
      registerControl(element, {
        name: () => this.data.name,
        value: () => checkedValues(element, 'wx-checkbox'),
        changed: () => this.triggerEvent('change', { value: checkedValues(element, 'wx-checkbox') }),
      })
    },
  },
}
