/** A row one can press: what it is, a detail, a state in shape and word, a value, and where it leads. */
Component({
  properties: {
    icon: String,
    name: String,
    detail: String,
    mark: { type: Object, value: null as unknown as object },
    value: String,
    /** `accent` does something, `stop` takes something away, empty leads somewhere. */
    tone: String,
    chevron: { type: Boolean, value: false },
    role: { type: String, value: 'button' },
    checked: { type: Boolean, value: false },
  },
})
