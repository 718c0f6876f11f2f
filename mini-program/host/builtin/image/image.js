import { native } from '../native.js'
import { fileUrl } from '../../runtime/files.js'

/** CSS object-fit and -position of each `mode`; widthFix and heightFix size the host instead. */
const FITS = {
  scaleToFill: ['fill', 'center'], aspectFit: ['contain', 'center'], aspectFill: ['cover', 'center'],
  widthFix: ['fill', 'center'], heightFix: ['fill', 'center'],
  top: ['none', 'top'], bottom: ['none', 'bottom'], center: ['none', 'center'], left: ['none', 'left'], right: ['none', 'right'],
}

/** `<image>`: files of the package, temporary files and data URIs. */
export default {
  reflect: ['mode'],
  role: 'img',
  properties: {
    src: String, mode: { type: String, value: 'scaleToFill' }, lazyLoad: Boolean, webp: Boolean,
    showMenuByLongpress: Boolean, fadeIn: Boolean,
  },
  data: { fit: 'fill', position: 'center' },
  observers: {
    src(src) {
      const image = native(this)
      if (src) image.src = fileUrl(src, this._$.ownerShadowRoot.getHostNode().is)
      else image.removeAttribute('src')
    },
    mode(mode) {
      const [fit, position] = FITS[mode] || FITS.scaleToFill
      this.setData({ fit, position })
    },
  },
  methods: {
    onLoad() {
      const { naturalWidth: width, naturalHeight: height } = native(this)
      this.triggerEvent('load', { width, height })
    },
    onError() {
      this.triggerEvent('error', { errMsg: `image ${this.data.src} cannot be loaded` })
    },
  },
}
