import { native } from '../native.js'
import { textControl } from '../text-control.js'

/** `<textarea>`: `auto-height` grows with its text; `linechange` tells the new height. */
export default textControl({
  properties: { autoHeight: Boolean, fixed: Boolean, showConfirmBar: { type: Boolean, value: true }, disableDefaultPadding: Boolean },
  lifetimes: {
    ready() { this.fit() },
  },
  observers: {
    'empty, autoHeight'() { this.fit() },
  },
  methods: {
    typed() { this.fit() },
    fit() {
      const area = native(this)
      if (!this.data.autoHeight || !area || area.clientWidth === 0) return
      area.style.height = 'auto'
      area.style.height = `${area.scrollHeight}px`
      this._$.getBackendElement().style.height = area.style.height
    },
  },
})
