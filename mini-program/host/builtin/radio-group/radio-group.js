import { checkedValues, registerControl } from '../controls.js'
import { nameRadios } from '../check-control.js'

/** `<radio-group>`: `change` carries the value of the checked radio; arrow keys move between its radios. */
export default {
  role: 'radiogroup',
  properties: { name: String },
  lifetimes: {
    attached() {
      const element = this._$.getBackendElement()
      nameRadios(element)
      registerControl(element, {
        name: () => this.data.name,
        value: () => checkedValues(element, 'wx-radio')[0] || '',
        changed: () => this.triggerEvent('change', { value: checkedValues(element, 'wx-radio')[0] || '' }),
      })
    },
  },
}
