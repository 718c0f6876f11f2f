/** A screen bright enough to be scanned, awake, and kept out of recordings; undone when the code leaves it. */

/** The brightness before, or undefined while nothing has been changed. */
let before: number | undefined
let wanted = false

export async function lightUp(): Promise<void> {
  wanted = true
  wx.setKeepScreenOn({ keepScreenOn: true, fail: ignore })
  wx.setVisualEffectOnCapture({ visualEffect: 'hidden', fail: ignore })
  try {
    const { value } = await wx.getScreenBrightness()
    // the code may have left the screen while the answer was under way
    if (!wanted) return
    if (before === undefined) before = value
    wx.setScreenBrightness({ value: 1, fail: ignore })
  } catch (failure) {
    ignore()
  }
}

export function lightDown(): void {
  wanted = false
  wx.setKeepScreenOn({ keepScreenOn: false, fail: ignore })
  wx.setVisualEffectOnCapture({ visualEffect: 'none', fail: ignore })
  if (before === undefined) return
  wx.setScreenBrightness({ value: before, fail: ignore })
  before = undefined
}

/** A phone that refuses any of this still shows the code. */
function ignore(): void {}
