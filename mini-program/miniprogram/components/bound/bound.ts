import type { Outcome } from '../../libs/views/binding'

/** What binding has come to: the person with the passport, and which certificates agree with it. */
Component({
  properties: {
    outcome: { type: Object, value: null as unknown as Outcome },
    /** The words of the screen for binding. */
    t: { type: Object, value: {} },
  },
})
