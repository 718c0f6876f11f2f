import type { Mark } from '../../libs/views/verdict'

/** A labelled input and, under it, what was found in what has been typed. Fires `change` with the text. */
Component({
  properties: {
    label: String,
    value: String,
    note: { type: Object, value: null as unknown as Mark },
    bad: { type: Boolean, value: false },
    focus: { type: Boolean, value: false },
    /** `text` or `number`: which keyboard comes up. */
    type: { type: String, value: 'text' },
    /** Shown in capitals, as a passport prints them. */
    capitals: { type: Boolean, value: false },
    multiline: { type: Boolean, value: false },
    maxlength: { type: Number, value: 140 },
  },
  data: { held: false },
  methods: {
    onFocus() {
      this.setData({ held: true })
    },
    onInput(event: WechatMiniprogram.Input) {
      this.triggerEvent('change', { value: event.detail.value })
    },
    onBlur() {
      this.setData({ held: false })
      this.triggerEvent('leave')
    },
  },
})
