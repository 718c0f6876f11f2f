/** Words of the demo's issuing desk. */
const en = {
  title: 'Demo issuing desk',
  language: '中文',
  what: 'A wallet asks for certificates that are bound to its phone; an issuer answers. This desk is the demo’s: whoever asks gets the certificates of its invented traveller ZHANG WEI, signed with keys made on this computer. No state stands behind it. A real issuer does this at its own counter, after looking at the passport.',
  requestTitle: 'The wallet’s request',
  requestLabel: 'Text of the request, beginning with HPR1:',
  scan: 'Scan it with the camera',
  scanOff: 'Turn the camera off',
  scanning: 'Hold the request’s code before the camera.',
  cameraFailed: 'The camera does not start, or is not allowed. Paste the text instead.',
  notRequest: 'This is not a wallet’s request: those begin with HPR1:.',
  answer: 'Answer it',
  answering: 'Signing',
  failed: 'The demo’s server does not answer: {reason}',
  refused: 'The request was refused: {reason}',
  answerTitle: 'The answer',
  answerLabel: 'Text of the answer, beginning with HPI1:',
  answerWhat: 'Add it in the wallet that asked, as any certificate. It is of use to that phone only.',
  answerNone: 'Nothing was asked yet.',
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'The browser did not allow copying. Select the text.',
  download: 'Download',
}

const zh: typeof en = {
  title: '演示签发台',
  language: 'English',
  what: '钱包申请与本手机绑定的证明，由签发方答复。这是演示用的签发台：不论谁来申请，都签发虚构旅客张伟的证明，用的是本机生成的密钥，没有国家为其担保。真正的签发方在自己的柜台查验护照后才签发。',
  requestTitle: '钱包的申请',
  requestLabel: '申请文本，以 HPR1: 开头',
  scan: '用摄像头扫描',
  scanOff: '关闭摄像头',
  scanning: '请把申请的二维码对准摄像头。',
  cameraFailed: '摄像头无法启动或未获准使用，请粘贴文本。',
  notRequest: '这不是钱包的申请：申请以 HPR1: 开头。',
  answer: '答复',
  answering: '正在签发',
  failed: '演示服务器没有答复：{reason}',
  refused: '申请被拒绝：{reason}',
  answerTitle: '答复',
  answerLabel: '答复文本，以 HPI1: 开头',
  answerWhat: '在提出申请的钱包里像其他证明一样添加。只有那部手机能用。',
  answerNone: '还没有申请。',
  copy: '复制',
  copied: '已复制',
  copyFailed: '浏览器不允许复制，请选中文本。',
  download: '下载',
}

let chinese = navigator.language.toLowerCase().startsWith('zh')

export function switchLanguage(): void {
  chinese = !chinese
}

export function languageTag(): string {
  return chinese ? 'zh-Hans' : 'en'
}

export function w(key: keyof typeof en, reason = ''): string {
  return (chinese ? zh : en)[key].replace('{reason}', reason)
}
