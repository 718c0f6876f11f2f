import type { Fact } from '../../libs/views/facts'

/** Names left, values right; a pair that is too long wraps instead of shrinking. */
Component({
  properties: { list: { type: Array, value: [] as Fact[] } },
})
