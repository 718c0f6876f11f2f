/** `<swiper-item>`: fills its swiper. */
export default {
  properties: { itemId: String, skipHiddenItemLayout: Boolean },
}
