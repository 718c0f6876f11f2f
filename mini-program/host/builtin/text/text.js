/** `<text>`: inline text that keeps its line breaks. */
export default {
  reflect: ['userSelect', 'selectable', 'space'],
  properties: { userSelect: Boolean, selectable: Boolean, space: String, decode: Boolean },
}
