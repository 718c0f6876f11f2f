import type { Span } from '../../libs/views/trip-detail'

/** A rule against the calendar: what has passed in ink, what is missing hatched, and the two ends in words. */
Component({
  properties: { span: { type: Object, value: null as unknown as Span } },
})
