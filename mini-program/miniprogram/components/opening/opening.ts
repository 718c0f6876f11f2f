/** The screen before there is a wallet: opening, or why it does not open, and trying again. Fires `retry`. */
Component({
  properties: {
    phase: String,
    failure: { type: Array, value: [] as string[] },
    stopped: { type: Boolean, value: false },
    c: { type: Object, value: {} },
  },
  methods: {
    onRetry() {
      // a stopped core cannot be started twice in one run of the mini-program
      if (this.data.stopped) wx.restartMiniProgram({ path: '/pages/home/home' })
      else this.triggerEvent('retry')
    },
  },
})
