/** A row that is on or off: what it is, a detail, and a switch. Pressed anywhere; whoever places it turns it. */
Component({
  properties: {
    name: String,
    detail: String,
    on: { type: Boolean, value: false },
  },
})
