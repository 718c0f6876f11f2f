import type { Tone } from '../../libs/views/verdict'

/** Something the holder has to know here and now, and the one thing to do about it. Fires `act`. */
Component({
  properties: {
    tone: { type: String, value: 'cond' as Tone },
    icon: { type: String, value: 'rule' },
    heading: String,
    lines: { type: Array, value: [] as string[] },
    action: String,
  },
  methods: {
    onAct() {
      this.triggerEvent('act')
    },
  },
})
