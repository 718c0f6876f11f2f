// Runs in JavaScriptCore's shell: jsc --useJIT=false -m jsc-shell.mjs -- wallet.js wallet.wasm desk.js desk.wasm
//
// The first line it is given is the work, each further one asks for a round; every line is answered by one.
import { preparePresentations, round } from './work.mjs'

const [wallet, walletModule, desk, deskModule] = globalThis.arguments

// a fixed seed is enough here: nothing made in this shell leaves it
const wx = { getRandomValues: ({ length, success }) => success({ randomValues: new Uint8Array(length).buffer }) }

async function start(bundle, wasm) {
  const module = { exports: {} }
  const WXWebAssembly = { instantiate: (path, imports) => WebAssembly.instantiate(readFile(wasm, 'binary'), imports) }
  new Function('module', 'exports', 'wx', 'WXWebAssembly', readFile(bundle))(module, module.exports, wx, WXWebAssembly)
  await module.exports.init()
  return module.exports
}

const work = JSON.parse(readline())
const cores = await Promise.all([start(wallet, walletModule), start(desk, deskModule)])
const tasks = await preparePresentations(...cores, work)
print('{}')
// at the end of the input there are empty lines
while (readline()) print(JSON.stringify(await round(tasks)))
