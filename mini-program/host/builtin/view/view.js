/** `<view>`: a block. */
export default {
  reflect: ['hidden'],
  properties: { hidden: Boolean, hoverClass: String, hoverStartTime: Number, hoverStayTime: Number, hoverStopPropagation: Boolean },
}
