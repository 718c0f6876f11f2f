import { tap } from '../../runtime/tap.js'
import { nativeControl } from '../controls.js'

let ids = 0

/**
 * `<label>`: a tap reaches the control inside it or the one named by `for`. The host is the browser's own label, which
 * does that for the browser's controls; buttons are tapped here.
 */
export default {
  properties: { for: String },
  lifetimes: {
    ready() {
      const target = this.data.for && this._$.ownerShadowRoot.getElementById(this.data.for)
      if (!target) return
      const control = nativeControl(target.getBackendElement())
      control.id ||= `labelled-${++ids}`
      this._$.getBackendElement().htmlFor = control.id
    },
  },
  methods: {
    onTap() {
      const label = this._$.getBackendElement()
      const target = label.htmlFor ? document.getElementById(label.htmlFor) : label.querySelector('wx-button')
      if (target?.matches('wx-button') && !target.matches(':active')) tap(target)
    },
  },
}
