const WORDS = {
  en: {
    app: 'Mini-program', back: 'Back', home: 'Home', menu: 'Demo settings', leave: 'Leave the mini-program', resume: 'Return to the mini-program',
    away: 'The mini-program is in the background.', ok: 'OK', cancel: 'Cancel', close: 'Close', copied: 'Copied',
    language: 'Language', theme: 'Appearance', system: 'As the system', light: 'Light', dark: 'Dark',
    clock: 'Date and time', now: 'Use the real time', erase: 'Erase stored data', erased: 'Erased',
    scanTitle: 'Scan a code', scanNote: 'A phone would open the camera here.', paste: 'Text of the code', use: 'Use this text',
    picture: 'Choose a picture…', samples: 'Sample codes', choose: 'Choose',
  },
  zh_CN: {
    app: '小程序', back: '返回', home: '首页', menu: '演示设置', leave: '离开小程序', resume: '返回小程序',
    away: '小程序已在后台。', ok: '确定', cancel: '取消', close: '关闭', copied: '内容已复制',
    language: '语言', theme: '外观', system: '跟随系统', light: '浅色', dark: '深色',
    clock: '日期和时间', now: '使用真实时间', erase: '清除已存数据', erased: '已清除',
    scanTitle: '扫码', scanNote: '手机上此处会打开相机。', paste: '二维码内容', use: '使用此内容',
    picture: '选择图片…', samples: '示例码', choose: '请选择',
  },
}

/** The host's own words. @param {string} language @returns {typeof WORDS.en} */
export const wordsFor = (language) => (language.startsWith('zh') ? WORDS.zh_CN : WORDS.en)
