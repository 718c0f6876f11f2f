/** `<progress>`: `percent` of 100. */
export default {
  role: 'progressbar',
  properties: {
    percent: { type: Number, value: 0 }, showInfo: Boolean, borderRadius: { type: null, value: 0 }, fontSize: { type: null, value: 16 },
    strokeWidth: { type: null, value: 6 }, color: String, activeColor: { type: String, value: '#09bb07' },
    backgroundColor: { type: String, value: '#ebebeb' }, active: Boolean, activeMode: String, duration: Number,
  },
  observers: {
    percent(percent) {
      const element = this._$.getBackendElement()
      element.setAttribute('aria-valuenow', String(percent))
      element.setAttribute('aria-valuemin', '0')
      element.setAttribute('aria-valuemax', '100')
    },
  },
}
