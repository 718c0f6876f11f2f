/** `<icon>`: WeChat's eight signs. */
export default {
  role: 'img',
  properties: { type: String, size: { type: null, value: 23 }, color: String },
  data: { px: '23px' },
  observers: {
    size(size) { this.setData({ px: /^[\d.]+$/.test(String(size)) ? `${size}px` : String(size) }) },
  },
}
