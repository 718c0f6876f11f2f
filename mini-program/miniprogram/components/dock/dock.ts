/** The one action of a screen, at its bottom edge, never greyed out. Fires `primary` and `secondary`. */
Component({
  properties: {
    primary: String,
    secondary: String,
    note: String,
    /** The action is only the way out: drawn as an outline. */
    quiet: { type: Boolean, value: false },
  },
  methods: {
    onPrimary() {
      this.triggerEvent('primary')
    },
    onSecondary() {
      this.triggerEvent('secondary')
    },
  },
})
