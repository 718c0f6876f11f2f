import { navigation } from '../../runtime/navigate.js'

/** `<navigator>`: a link to another page of the mini-program. */
export default {
  role: 'link',
  properties: {
    url: String, openType: { type: String, value: 'navigate' }, delta: { type: Number, value: 1 }, target: String,
    hoverClass: { type: String, value: 'navigator-hover' }, hoverStartTime: Number, hoverStayTime: Number, hoverStopPropagation: Boolean,
  },
  methods: {
    onTap() {
      const { openType, url, delta } = this.data
      navigation().go(openType, { url, delta, from: this._$.ownerShadowRoot.getHostNode().is }).then(
        () => this.triggerEvent('success', {}),
        (error) => this.triggerEvent('fail', { errMsg: error.message }),
      )
    },
  },
}
