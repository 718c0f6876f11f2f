import { checkControl, groupChanged } from '../check-control.js'

/** `<checkbox>`: one of a `<checkbox-group>`; its text is its content. */
export default checkControl({
  properties: { value: String, color: String },
  methods: {
    changed() { groupChanged(this._$.getBackendElement(), 'wx-checkbox-group') },
  },
})
