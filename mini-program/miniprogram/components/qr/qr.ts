import { fromBase64 } from '../../libs/base64'

/** Quiet zone in modules on each side, ISO/IEC 18004 section 5.3.8. */
const QUIET = 4
/** A code wider than this gains nothing and pushes the name off the screen, in px. */
const WIDEST = 420

/** A QR code with whole device pixels for every module, black on white in both themes. */
Component({
  properties: {
    /** Modules per side, without the quiet zone. */
    size: { type: Number, value: 0 },
    /** Base64 of row-major bits, most significant first, rows not padded. */
    modules: { type: String, value: '' },
    /** What it is, for those who cannot see it. */
    label: String,
  },
  data: { side: 0 },
  observers: {
    'size, modules'() {
      this.layout()
    },
  },
  pageLifetimes: {
    resize() {
      this.layout()
    },
  },
  lifetimes: {
    ready() {
      this.layout()
    },
  },
  methods: {
    /** Sets the canvas to a whole number of device pixels per module, then draws on it. */
    layout() {
      const { size, modules } = this.data
      if (!size || !modules) return
      const { windowWidth, windowHeight, pixelRatio } = wx.getWindowInfo()
      const room = Math.min(windowWidth, windowHeight, WIDEST) * pixelRatio
      const scale = Math.max(1, Math.floor(room / (size + 2 * QUIET)))
      const device = scale * (size + 2 * QUIET)
      this.setData({ side: device / pixelRatio }, () => this.draw(device, scale))
    },
    /** One code takes the place of another in a single step: nothing blank is ever on the screen between them. */
    draw(device: number, scale: number) {
      const { size, modules } = this.data
      this.createSelectorQuery()
        .select('#code')
        .fields({ node: true })
        .exec(([found]: { node: WechatMiniprogram.Canvas }[]) => {
          if (!found || !found.node) return
          const canvas = found.node
          const picture = pictureOf(device, scale, size, fromBase64(modules))
          // setting a size wipes what is drawn
          if (canvas.width !== device) canvas.width = device
          if (canvas.height !== device) canvas.height = device
          canvas.getContext('2d').drawImage(picture, 0, 0)
        })
    },
  },
})

/** The code on a canvas that is not on the screen. */
function pictureOf(device: number, scale: number, size: number, bits: Uint8Array): WechatMiniprogram.OffscreenCanvas {
  const picture = wx.createOffscreenCanvas({ type: '2d', width: device, height: device })
  const context = picture.getContext('2d')
  context.fillStyle = '#FFFFFF'
  context.fillRect(0, 0, device, device)
  context.fillStyle = '#000000'
  for (let i = 0; i < size * size; i++) {
    if (bits[i >> 3] & (0x80 >> (i & 7))) {
      context.fillRect((QUIET + (i % size)) * scale, (QUIET + Math.floor(i / size)) * scale, scale, scale)
    }
  }
  return picture
}
