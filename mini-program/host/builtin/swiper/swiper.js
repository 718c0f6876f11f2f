import { native } from '../native.js'

/** `<swiper>`: one item at a time, by swipe or arrow keys. `circular`, `autoplay` and margins are not drawn. */
export default {
  role: 'group',
  properties: {
    current: { type: Number, value: 0 }, indicatorDots: Boolean, indicatorColor: { type: String, value: 'rgba(0, 0, 0, .3)' },
    indicatorActiveColor: { type: String, value: '#000' }, duration: Number, interval: Number, autoplay: Boolean,
    circular: Boolean, vertical: Boolean,
  },
  data: { shown: 0, dots: [] },
  observers: {
    current(current) { if (current !== this.data.shown) this.show(current, 'auto') },
  },
  lifetimes: {
    ready() {
      const track = native(this)
      this.setData({ dots: Array.from(track.querySelectorAll('wx-swiper-item'), (_, index) => index) })
      track.addEventListener('scroll', () => this.onScroll(track), { passive: true })
      track.addEventListener('keydown', (event) => {
        const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key]
        if (step) this.show(this.data.shown + step, 'smooth')
      })
      if (this.data.current) this.show(this.data.current, 'auto')
    },
  },
  methods: {
    show(index, behavior) {
      const track = native(this)
      if (track) track.scrollTo({ left: this.data.vertical ? 0 : index * track.clientWidth, top: this.data.vertical ? index * track.clientHeight : 0, behavior })
    },
    onScroll(track) {
      const shown = this.data.vertical ? Math.round(track.scrollTop / track.clientHeight) : Math.round(track.scrollLeft / track.clientWidth)
      if (shown === this.data.shown) return
      this.setData({ shown })
      this.triggerEvent('change', { current: shown, currentItemId: '', source: 'touch' })
    },
  },
}
