import { launchOptions } from '../runtime/app.js'
import { appConfig } from '../runtime/bundle.js'
import { shell } from '../runtime/shell.js'

/** The base library this host stands for; the first with glass-easel in the web view is 3.8.12, with NFC on iPhones 3.17.5. */
const BASE_LIBRARY = shell.settings.phone === 'ios' ? '3.17.5' : '3.8.12'

const theme = () => (appConfig.darkmode && matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')

const appBaseInfo = () => ({
  SDKVersion: BASE_LIBRARY, version: '8.0.50', language: shell.settings.language, theme: theme(), enableDebug: false, fontSizeSetting: 16,
  fontSizeScaleFactor: 1, host: { appId: '', env: 'WeChat' },
})
const windowInfo = () => {
  const { statusBarHeight, screenTop } = shell.metrics()
  const screenHeight = innerHeight + screenTop
  return {
    pixelRatio: devicePixelRatio, screenWidth: innerWidth, screenHeight, windowWidth: innerWidth,
    windowHeight: innerHeight, statusBarHeight, screenTop,
    safeArea: { left: 0, right: innerWidth, top: statusBarHeight, bottom: screenHeight, width: innerWidth, height: screenHeight - statusBarHeight },
  }
}
const PLATFORMS = { android: ['android', 'Android 14'], ios: ['ios', 'iOS 18.0'], computer: ['windows', 'Windows 11'] }

const DEVICE = { brand: 'browser', model: 'browser', abi: '', benchmarkLevel: -1, memorySize: '0', cpuType: '' }

const deviceInfo = () => {
  const [platform, system] = PLATFORMS[/** @type {keyof typeof PLATFORMS} */ (shell.settings.phone.split('-')[0])]
  return { ...DEVICE, platform, system }
}
const systemSetting = () => ({ bluetoothEnabled: false, locationEnabled: false, wifiEnabled: navigator.onLine, deviceOrientation: 'portrait' })

export const system = {
  getSystemInfo: () => ({ ...appBaseInfo(), ...windowInfo(), ...deviceInfo() }),
  getPrivacySetting: () => ({ needAuthorization: false, privacyContractName: '' }),
  requirePrivacyAuthorize: () => ({}),
  openPrivacyContract: () => ({}),
  getSetting: () => ({ authSetting: {} }),
  authorize: () => ({}),
  openSetting: () => ({ authSetting: {} }),
}

export const systemNow = {
  getAppBaseInfo: appBaseInfo,
  getWindowInfo: windowInfo,
  getDeviceInfo: deviceInfo,
  getSystemSetting: systemSetting,
  getAppAuthorizeSetting: () => ({ cameraAuthorized: 'not determined', albumAuthorized: 'not determined' }),
  getSystemInfoSync: () => ({ ...appBaseInfo(), ...windowInfo(), ...deviceInfo() }),
  getLaunchOptionsSync: launchOptions,
  getEnterOptionsSync: launchOptions,
  getAccountInfoSync: () => ({ miniProgram: { appId: 'touristappid', envVersion: 'develop', version: '' }, plugin: {} }),
  getUpdateManager: () => ({ onCheckForUpdate() {}, onUpdateReady() {}, onUpdateFailed() {}, applyUpdate() {} }),
}
