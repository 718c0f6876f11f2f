// WeChat's own packager over a mini-program, offline: node check.cjs [PROJECT]
//
// Compiles and packs what DevTools would upload, prints sizes and WeChat's quality lines; exit 1 when either refuses.
// PROJECT is the folder of project.config.json, by default the one above. Nothing is uploaded: that needs WeChat's own key.
const crypto = require('node:crypto')
const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')
const ci = require('miniprogram-ci')

/** A name of the right form; packing does not ask whose it is. */
const APP_ID = 'wx0123456789abcdef'

/** WeChat's limit of the main package, in bytes. */
const MAX_PACKAGE = 2 * 1024 * 1024

/** The one call of packing that asks WeChat's server is answered with the packager's own defaults. */
function offlineProject(projectPath, privateKeyPath) {
  const project = new ci.Project({
    appid: APP_ID, type: 'miniProgram', projectPath, privateKeyPath,
    ignores: ['node_modules/**/*', 'host/**/*', 'packager/**/*'],
  })
  project.attr = async () => ({ ...ci.DefaultProjectAttr })
  return project
}

/** The class wants a key file even though nothing is signed. */
function writeKey(folder) {
  const { privateKey } = crypto.generateKeyPairSync('rsa', { modulusLength: 2048 })
  const file = path.join(folder, 'unused.key')
  fs.writeFileSync(file, privateKey.export({ type: 'pkcs1', format: 'pem' }))
  return file
}

function settingsOf(projectPath) {
  const { setting = {} } = JSON.parse(fs.readFileSync(path.join(projectPath, 'project.config.json'), 'utf8'))
  const { es6 = false, minified = true, minifyWXML = true, minifyWXSS = true } = setting
  return { es6, minifyJS: minified, minifyWXML, minifyWXSS }
}

/** wasm files of the project that the archive leaves out: `packOptions` would have to name them. */
function missingWasm(projectPath, archive) {
  const { miniprogramRoot = '' } = JSON.parse(fs.readFileSync(path.join(projectPath, 'project.config.json'), 'utf8'))
  const names = fs.readdirSync(path.join(projectPath, miniprogramRoot), { recursive: true }).map(String)
  const packed = fs.readFileSync(archive)
  return names.filter((name) => /\.wasm(\.br)?$/.test(name) && !packed.includes(name.split(path.sep).join('/')))
}

async function check(projectPath, folder) {
  const project = offlineProject(projectPath, writeKey(folder))
  const archive = path.join(folder, 'package.zip')
  const options = { project, version: '0.0.0', desc: 'check', setting: settingsOf(projectPath), onProgressUpdate() {} }
  await ci.getCompiledResult(options, archive)
  const packed = fs.statSync(archive).size
  console.log(`package ${(packed / 1024).toFixed(1)} kB zipped, limit ${MAX_PACKAGE / 1024} kB`)
  const missing = missingWasm(projectPath, archive)
  for (const name of missing) console.log(`FAIL not packed: ${name}`)
  const lines = await ci.checkCodeQuality(project, path.join(folder, 'quality.json'))
  for (const { name, success, text } of lines) console.log(success ? `ok   ${name}` : `FAIL ${name}: ${text}`)
  if (lines.length === 0) throw new Error('the packager gave no quality lines')
  return packed <= MAX_PACKAGE && missing.length === 0 && lines.every(({ success }) => success)
}

async function main() {
  const projectPath = path.resolve(process.argv[2] || path.join(__dirname, '..'))
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'packager-'))
  const home = process.cwd()
  // the packager leaves folders wherever it is started
  process.chdir(folder)
  try {
    return await check(projectPath, folder)
  } finally {
    process.chdir(home)
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

main().then(
  (passed) => process.exit(passed ? 0 : 1),
  (error) => {
    console.error([error?.path, error?.message || error].filter(Boolean).join(': '))
    process.exit(1)
  },
)
