import type { Remark } from '../../libs/views/showing'

/** Something to know: a shape, what it is, and what it means. */
Component({
  properties: { remark: { type: Object, value: null as unknown as Remark } },
})
