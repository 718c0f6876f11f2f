import { native } from '../native.js'
import { attachCamera, detachCamera } from '../../runtime/camera.js'

/** `<camera>`: the machine's camera, asked for when the page shows one. */
export default {
  properties: {
    mode: { type: String, value: 'normal' }, resolution: String, devicePosition: { type: String, value: 'back' },
    flash: String, frameSize: { type: String, value: 'medium' },
  },
  data: { refused: false },
  lifetimes: {
    attached() {
      attachCamera(native(this), this.data).then(
        () => this.triggerEvent('initdone', { maxZoom: 1 }),
        (error) => {
          this.setData({ refused: true })
          this.triggerEvent('error', { errMsg: `camera: ${error.message}` })
        },
      )
    },
    detached() {
      detachCamera()
      this.triggerEvent('stop', {})
    },
  },
}
