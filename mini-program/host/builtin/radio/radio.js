import { checkControl, groupChanged, uncheckOthers } from '../check-control.js'

/** `<radio>`: one of a `<radio-group>`; its text is its content. */
export default checkControl({
  properties: { value: String, color: String },
  methods: {
    changed() {
      uncheckOthers(this._$.getBackendElement())
      groupChanged(this._$.getBackendElement(), 'wx-radio-group')
    },
  },
})
