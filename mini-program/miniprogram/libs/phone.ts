/** What this phone can read a passport with. Nothing is asked of the holder to find out. */

/** Why a way is not open here; empty when it is. The words are in `texts().absent`. */
export type Absent = '' | 'old-wechat' | 'no-reader' | 'computer' | 'switched-off' | 'not-allowed'

/** From here on IsoDep is there: Android and HarmonyOS, and iPhones. */
const NFC_SINCE = { android: '2.11.2', ohos: '2.11.2', ios: '3.17.5' }
/** `CameraContext.onCameraFrame`. */
const FRAMES_SINCE = '2.7.0'

/** What a phone said when it was asked to look for a chip, which is the only way to know. */
let nfcRefused: Absent = ''
let cameraRefused: Absent = ''

export function nfcAbsent(): Absent {
  const { platform } = wx.getDeviceInfo()
  const since = NFC_SINCE[platform as keyof typeof NFC_SINCE] as string | undefined
  if (!since) return 'computer'
  if (!baseLibraryHas(since) || !wx.canIUse('getNFCAdapter')) return 'old-wechat'
  return nfcRefused
}

export function cameraAbsent(): Absent {
  if (!baseLibraryHas(FRAMES_SINCE) || !wx.canIUse('camera')) return 'old-wechat'
  return cameraRefused
}

/** A phone without NFC stays one; a switch or a permission may change. */
export function rememberNfc(absent: Absent): void {
  nfcRefused = absent === 'no-reader' ? absent : ''
}

export function rememberCamera(absent: Absent): void {
  cameraRefused = absent
}

export function isIPhone(): boolean {
  return wx.getDeviceInfo().platform === 'ios'
}

function baseLibraryHas(version: string): boolean {
  const [have, want] = [wx.getAppBaseInfo().SDKVersion, version].map((text) => text.split('.').map(Number))
  const at = want.findIndex((part, i) => (have[i] || 0) !== part)
  return at < 0 || (have[at] || 0) > want[at]
}
