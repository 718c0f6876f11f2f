import { registerControl } from './controls.js'
import { native } from './native.js'

/** WeChat's default of `maxlength`; -1 is no limit. */
const MAX_LENGTH = 140

const PROPERTIES = {
  value: String, name: String, placeholder: String, placeholderStyle: String, placeholderClass: String, disabled: Boolean,
  maxlength: { type: Number, value: MAX_LENGTH }, focus: Boolean, autoFocus: Boolean, confirmType: String, confirmHold: Boolean,
  cursor: { type: Number, value: -1 }, selectionStart: { type: Number, value: -1 }, selectionEnd: { type: Number, value: -1 },
  cursorSpacing: Number, cursorColor: String, adjustPosition: { type: Boolean, value: true }, holdKeyboard: Boolean, alwaysEmbed: Boolean,
}

const observers = {
  value(value) {
    const field = native(this)
    if (field.value !== value) field.value = value
    this.setData({ empty: field.value === '' })
  },
  disabled(disabled) { native(this).disabled = Boolean(disabled) },
  maxlength(length) {
    if (length >= 0) native(this).maxLength = length
    else native(this).removeAttribute('maxlength')
  },
  placeholder(text) { native(this).setAttribute('aria-placeholder', text) },
  focus(focus) { if (focus) setTimeout(() => native(this)?.focus(), 0) },
  'selectionStart, selectionEnd, cursor'(start, end, cursor) {
    if (start >= 0 && end >= 0) native(this).setSelectionRange(start, end)
    else if (cursor >= 0) native(this).setSelectionRange(cursor, cursor)
  },
}

const methods = {
  swallow() {},
  onInput() {
    const field = native(this)
    this.setData({ value: field.value, empty: field.value === '' })
    this.typed?.()
    this.triggerEvent('input', { value: field.value, cursor: field.selectionStart, keyCode: 0 })
  },
  onFocus() { this.triggerEvent('focus', { value: native(this).value, height: 0 }) },
  onBlur() {
    const field = native(this)
    // a field taken from the page while it has the focus blurs when it is gone
    if (field) this.triggerEvent('blur', { value: field.value, cursor: field.selectionStart })
  },
  onKeydown(event) {
    if (event.detail.key === 'Enter' && native(this).matches('input')) this.triggerEvent('confirm', { value: native(this).value })
  },
}

/**
 * A builtin around a browser's text field.
 * @param {any} definition its own properties, observers and methods
 */
export function textControl(definition) {
  return {
    ...definition,
    ariaOnNative: true,
    externalClasses: ['placeholder-class'],
    properties: { ...PROPERTIES, ...definition.properties },
    data: { empty: true },
    observers: { ...observers, ...definition.observers },
    lifetimes: {
      ...definition.lifetimes,
      attached() {
        native(this).maxLength = this.data.maxlength >= 0 ? this.data.maxlength : 524288
        if (this.data.autoFocus) setTimeout(() => native(this)?.focus(), 0)
        const initial = this.data.value
        registerControl(this._$.getBackendElement(), {
          name: () => this.data.name,
          value: () => native(this).value,
          reset: () => this.setData({ value: initial }),
        })
      },
    },
    methods: { ...methods, ...definition.methods },
  }
}
