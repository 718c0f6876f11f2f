import { native } from '../native.js'
import { textControl } from '../text-control.js'

const INPUT_MODES = { number: 'numeric', digit: 'decimal', idcard: 'text', text: 'text' }

/** `<input>`: one line of text. */
export default textControl({
  properties: { type: { type: String, value: 'text' }, password: Boolean, safePasswordCertPath: String },
  observers: {
    'type, password'(type, password) {
      const input = native(this)
      input.type = password || type === 'safe-password' ? 'password' : 'text'
      input.inputMode = INPUT_MODES[type] || 'text'
    },
  },
})
