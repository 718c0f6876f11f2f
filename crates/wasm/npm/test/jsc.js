/**
 * The mini-program's bundle in JavaScriptCore's own shell, interpreter only, as iOS runs it:
 * jsc --useJIT=false jsc.js -- <wallet.js> <healthpass.wasm> [<vector.json>...]
 */
const [bundle, wasm, ...vectors] = arguments

const WXWebAssembly = {
  instantiate: (path, imports) => WebAssembly.instantiate(readFile(wasm, 'binary'), imports),
}
// a fixed seed is enough here: nothing made in this shell leaves it
const wx = { getRandomValues: ({ length, success }) => success({ randomValues: new Uint8Array(length).buffer }) }

function check(condition, what) {
  if (!condition) throw new Error(`not so: ${what}`)
  print(`ok: ${what}`)
}

async function run() {
  const module = { exports: {} }
  new Function('module', 'exports', 'wx', 'WXWebAssembly', readFile(bundle))(module, module.exports, wx, WXWebAssembly)
  const core = module.exports
  await core.init()
  check(/^\d+\.\d+\.\d+$/.test(core.version()), 'the core answers')
  let code
  try {
    core.seedEntropy(new Uint8Array(3))
  } catch (error) {
    code = error.code
  }
  check(code === 'entropy.short', 'a refusal crosses with its code')
  const verifier = new core.Verifier()
  for (const file of vectors) {
    const { id, text, options, report } = JSON.parse(readFile(file))
    check(verifier.verifyJson(text, JSON.stringify(options)) === report, `the vector ${id}`)
  }
  // the caller waits for this line: a promise that never settles would end the shell without a word
  print('finished')
}

run().catch((error) => {
  print(error, error.stack)
  quit(1)
})
