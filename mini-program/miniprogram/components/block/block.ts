import type { BlockView } from '../../libs/views/records'

/** One kind of record: found, none found, or never asked for, and the records themselves. */
Component({
  properties: { block: { type: Object, value: { heading: '', mark: null, explanation: '', facts: [], records: [] } as BlockView } },
})
