/** The mini-program's UTF-8 coder against the platform's own. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { build } from 'esbuild'

const { outputFiles } = await build({
  entryPoints: [new URL('../src/wechat/encoding.ts', import.meta.url).pathname],
  format: 'esm',
  write: false,
})
const ours = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`)

const texts = ['', 'abc', '张伟', '𠮷野家', 'é\u0300', '\u{10ffff}', 'a\ud800b', '\udc00', '\ud83d', 'x'.repeat(9000) + '𠮷'.repeat(5000)]
// every length of sequence at every position against the decoder's chunks
for (let i = 0; i < 200; i += 1) {
  const points = Array.from({ length: i }, (_, k) => [0x41, 0xe9, 0x4e2d, 0x20bb7][(i * 7 + k * k) % 4])
  texts.push(String.fromCodePoint(...points))
}

test('encodes as the platform does', () => {
  for (const text of texts) {
    assert.deepEqual(new ours.TextEncoder().encode(text), new TextEncoder().encode(text))
  }
})

test('decodes what the platform encoded', () => {
  for (const text of texts) {
    const bytes = new TextEncoder().encode(text)
    assert.equal(new ours.TextDecoder().decode(bytes), new TextDecoder().decode(bytes))
  }
})

test('encodeInto stops where the target is full, never inside a character', () => {
  for (let size = 0; size < 12; size += 1) {
    const [mine, theirs] = [new Uint8Array(size), new Uint8Array(size)]
    assert.deepEqual(new ours.TextEncoder().encodeInto('aé中𠮷z', mine), new TextEncoder().encodeInto('aé中𠮷z', theirs))
    assert.deepEqual(mine, theirs)
  }
})
