import { registerControl } from '../controls.js'
import { shell } from '../../runtime/shell.js'

/** The lists a picker offers and the row of each that is chosen. */
function columnsOf({ mode, range, rangeKey, value }) {
  const label = (item) => String(rangeKey ? item[rangeKey] : item)
  const lists = mode === 'multiSelector' ? range : [range]
  const chosen = mode === 'multiSelector' ? value || [] : [value]
  return lists.map((items, column) => ({ items: items.map(label), chosen: Number(chosen[column]) || 0 }))
}

/** `<picker>`: selector, multiSelector, date and time, in a sheet over the page. */
export default {
  reflect: ['disabled'],
  role: 'button',
  properties: {
    mode: { type: String, value: 'selector' }, range: { type: Array, value: [] }, rangeKey: String,
    value: { type: null, value: 0 }, disabled: Boolean, headerText: String,
    start: String, end: String, fields: { type: String, value: 'day' }, name: String,
  },
  lifetimes: {
    attached() {
      const element = this._$.getBackendElement()
      element.setAttribute('aria-haspopup', 'dialog')
      registerControl(element, { name: () => this.data.name, value: () => this.data.value })
    },
  },
  methods: {
    async onTap() {
      if (this.data.disabled) return
      const { mode, headerText, start, end, fields, value } = this.data
      const chosen = mode === 'date' || mode === 'time'
        ? await shell.pickMoment({ mode, title: headerText, start, end, fields, value: String(value || '') })
        : await shell.pickRows({ title: headerText, columns: columnsOf(this.data) })
      if (chosen === null) return this.triggerEvent('cancel', {})
      // WeChat gives the row of a selector as a string
      const picked = Array.isArray(chosen) ? (mode === 'multiSelector' ? chosen : String(chosen[0])) : chosen
      this.setData({ value: picked })
      this.triggerEvent('change', { value: picked })
    },
  },
}
