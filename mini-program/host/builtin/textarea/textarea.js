import { native } from '../native.js'
import { textControl } from '../text-control.js'

/** `<textarea>`: `auto-height` grows with its text; `linechange` tells the new height. */
export default textControl({
  properties: { autoHeight: Boolean, fixed: Boolean, showConfirmBar: { type: Boolean, value: true }, disableDefaultPadding: Boolean },
  observers: {
    'value, autoHeight'() { this.fit() },
  },
  methods: {
    fit() {
      const area = native(this)
      if (!this.data.autoHeight || !area) return
      area.style.height = 'auto'
      area.style.height = `${area.scrollHeight}px`
      this._$.getBackendElement().style.height = area.style.height
    },
  },
})
