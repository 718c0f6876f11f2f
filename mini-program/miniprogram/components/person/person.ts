import type { Mark } from '../../libs/views/verdict'

/** A person: the name in both scripts, then how firmly the passport is bound, in words. */
Component({
  properties: {
    name: String,
    latin: String,
    binding: { type: Object, value: null as unknown as Mark },
    /** As the title of a screen rather than of a group. */
    /** Leads to the passport and the person. */
    pressable: { type: Boolean, value: false },
    large: { type: Boolean, value: false },
  },
})
