/** Words of reading a passport by camera, loaded with it. */
import { language } from '../i18n'

const en = {
  guide: 'Put the lines with « at the foot of the page inside the white frame, from edge to edge',
  starting: 'Starting the passport reader',
  looking: 'Looking for the lines',
  steady: 'Read. Hold still a moment more',
  off: 'Turn the camera off',
  confirm: 'Is this what the passport says?',
  confirmWhy: 'Hold it against the passport. All check digits agree, but that does not catch every slip.',
  use: 'Yes, compare',
  again: 'No, read again',
  surname: 'Surname',
  givenNames: 'Given names',
  nativeName: 'Native script',
  number: 'Document no.',
  birth: 'Date of birth',
  sex: 'Sex',
  expiry: 'Expires',
  nationality: 'Nationality',
  issuer: 'Issued by state',
  lines: 'Lines',
}

const zh: typeof en = {
  guide: '把资料页底部带 « 的几行放进白框，左右充满',
  starting: '正在启动护照识读',
  looking: '正在找这几行',
  steady: '已读到，请再稳住一会儿',
  off: '关闭相机',
  confirm: '护照上是这样写的吗？',
  confirmWhy: '请对照护照。校验位全部相符，但校验位不能发现所有差错。',
  use: '是的，比较',
  again: '不对，重新识读',
  surname: '姓',
  givenNames: '名',
  nativeName: '本国文字',
  number: '证件号',
  birth: '出生日期',
  sex: '性别',
  expiry: '有效期至',
  nationality: '国籍',
  issuer: '签发国',
  lines: '机读行',
}

export const words = (): typeof en => (language() === 'zh' ? zh : en)
