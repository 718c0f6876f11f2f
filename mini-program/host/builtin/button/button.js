import { submitForm } from '../controls.js'

/** `<button>`: `form-type` submits or resets the form around it; `open-type` actions are WeChat's own and do nothing here. */
export default {
  reflect: ['type', 'size', 'plain', 'disabled'],
  role: 'button',
  properties: {
    type: String, size: String,
    plain: Boolean, disabled: Boolean, loading: Boolean,
    openType: String, formType: String, hoverClass: { type: String, value: 'button-hover' },
    hoverStartTime: Number, hoverStayTime: Number, hoverStopPropagation: Boolean,
  },
  methods: {
    onTap() {
      if (this.data.formType && !this.data.disabled) submitForm(this._$.getBackendElement(), this.data.formType)
    },
  },
}
