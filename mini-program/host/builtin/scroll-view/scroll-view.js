/** `<scroll-view>`: scrolls its content in the ways it is told to. */
export default {
  reflect: ['scrollX', 'scrollY', 'enableFlex', 'showScrollbar'],
  properties: {
    scrollX: Boolean, scrollY: Boolean, scrollTop: { type: null, value: '' }, scrollLeft: { type: null, value: '' },
    scrollIntoView: String, scrollWithAnimation: Boolean, upperThreshold: { type: Number, value: 50 },
    lowerThreshold: { type: Number, value: 50 }, enableFlex: Boolean, enhanced: Boolean, showScrollbar: { type: Boolean, value: true },
    bounces: Boolean, pagingEnabled: Boolean, refresherEnabled: Boolean, scrollAnchoring: Boolean, type: String,
  },
  observers: {
    scrollTop(top) { this.move({ top }) },
    scrollLeft(left) { this.move({ left }) },
    scrollIntoView(id) {
      const target = id && this._$.ownerShadowRoot.getElementById(id)
      if (target) target.getBackendElement().scrollIntoView({ behavior: this.behavior(), block: 'start' })
    },
  },
  lifetimes: {
    attached() {
      const element = this._$.getBackendElement()
      element.addEventListener('scroll', () => this.onScroll(element), { passive: true })
    },
  },
  methods: {
    behavior() { return this.data.scrollWithAnimation ? 'smooth' : 'auto' },
    move(to) {
      const [value] = Object.values(to)
      if (value !== '' && value !== undefined) this._$.getBackendElement().scrollTo({ ...to, behavior: this.behavior() })
    },
    onScroll(element) {
      const { scrollTop, scrollLeft, scrollWidth, scrollHeight, clientHeight } = element
      this.triggerEvent('scroll', { scrollTop, scrollLeft, scrollWidth, scrollHeight })
      if (scrollTop <= this.data.upperThreshold) this.triggerEvent('scrolltoupper', { direction: 'top' })
      if (scrollHeight - scrollTop - clientHeight <= this.data.lowerThreshold) this.triggerEvent('scrolltolower', { direction: 'bottom' })
    },
  },
}
