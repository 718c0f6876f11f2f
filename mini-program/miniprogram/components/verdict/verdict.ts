import type { Band } from '../../libs/views/verdict'

/** The answer: shape, word, the word in the other language, and one sentence. */
Component({
  properties: { band: { type: Object, value: { tone: 'none', icon: '', word: '', other: '', why: '' } as Band } },
})
