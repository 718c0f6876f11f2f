import { checkControl } from '../check-control.js'

/** `<switch>`: on or off; `type="checkbox"` draws a box. */
export default checkControl({
  properties: { type: { type: String, value: 'switch' }, color: String },
  methods: {
    changed(checked) { this.triggerEvent('change', { value: checked }) },
  },
})
