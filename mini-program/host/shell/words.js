const WORDS = {
  en: {
    app: 'Mini-program', back: 'Back', home: 'Home', menu: 'Demo settings', leave: 'Leave the mini-program', resume: 'Return to the mini-program',
    away: 'The mini-program is in the background.', ok: 'OK', cancel: 'Cancel', close: 'Close', copied: 'Copied',
    language: 'Language', theme: 'Appearance', system: 'As the system', light: 'Light', dark: 'Dark',
    clock: 'Date and time', now: 'Use the real time', erase: 'Erase stored data', erased: 'Erased',
    scanTitle: 'Scan a code', scanNote: 'A phone would open the camera here.', paste: 'Text of the code', use: 'Use this text',
    picture: 'Choose a picture…', samples: 'Sample codes', choose: 'Choose',
    phone: 'Phone', camera: 'The camera sees', nothing: 'Nothing', device: 'What this computer’s camera sees', denied: 'Not allowed',
    phones: {
      android: 'Android', 'android-no-nfc': 'Android without NFC', 'android-nfc-off': 'Android, NFC switched off', ios: 'iPhone', 'ios-old': 'iPhone, older WeChat',
      computer: 'Computer',
    },
    chip: 'Passport to be read', chipKind: 'Its chip', present: 'Lay it on the phone', remove: 'Take it away', noChips: 'Built without passports.',
    kinds: { genuine: 'Genuine', lost: 'Genuine, slips off half way', copied: 'Copied', forged: 'Changed after signing', unlisted: 'Of a state on no list' },
  },
  zh_CN: {
    app: '小程序', back: '返回', home: '首页', menu: '演示设置', leave: '离开小程序', resume: '返回小程序',
    away: '小程序已在后台。', ok: '确定', cancel: '取消', close: '关闭', copied: '内容已复制',
    language: '语言', theme: '外观', system: '跟随系统', light: '浅色', dark: '深色',
    clock: '日期和时间', now: '使用真实时间', erase: '清除已存数据', erased: '已清除',
    scanTitle: '扫码', scanNote: '手机上此处会打开相机。', paste: '二维码内容', use: '使用此内容',
    picture: '选择图片…', samples: '示例码', choose: '请选择',
    phone: '手机', camera: '相机看到', nothing: '什么也没有', device: '这台电脑的相机', denied: '没有权限',
    phones: {
      android: '安卓', 'android-no-nfc': '安卓，没有 NFC', 'android-nfc-off': '安卓，NFC 未打开', ios: 'iPhone', 'ios-old': 'iPhone，旧版微信', computer: '电脑',
    },
    chip: '放到手机上的护照', chipKind: '它的芯片', present: '放上去', remove: '拿开', noChips: '这次构建没有护照。',
    kinds: { genuine: '真的', lost: '真的，读到一半滑开', copied: '复制的', forged: '签名后被改过', unlisted: '名单外国家的' },
  },
}

/** The host's own words. @param {string} language @returns {typeof WORDS.en} */
export const wordsFor = (language) => (language.startsWith('zh') ? WORDS.zh_CN : WORDS.en)
