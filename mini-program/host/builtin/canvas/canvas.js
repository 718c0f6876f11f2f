/** `<canvas type="2d">`: its node comes from a selector query. */
export default {
  properties: { type: String, canvasId: String, disableScroll: Boolean },
}
