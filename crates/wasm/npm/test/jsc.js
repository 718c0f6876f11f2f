/**
 * A bundle for mini-programs in JavaScriptCore's own shell, interpreter only, as iOS runs it:
 * jsc --useJIT=false jsc.js -- <wallet.js | desk.js> <healthpass.wasm> [<vector.json>...]
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

/** Each vector's answer, byte for byte, and how long a phone without a compiler works on it. */
function checkVectors(core) {
  const verifier = new core.Verifier()
  const taken = vectors.map((file) => {
    const { id, keys, before = [], text, options, report } = JSON.parse(readFile(file))
    const asked = JSON.stringify(options)
    const judge = keys ? deskWith(core, keys, options.at) : verifier
    for (const earlier of before) judge.verifyJson(earlier, asked)
    const start = preciseTime()
    const answer = judge.verifyJson(text, asked)
    const milliseconds = (preciseTime() - start) * 1e3
    check(answer === report, `the vector ${id}, ${milliseconds.toFixed(1)} ms`)
    return milliseconds
  })
  if (taken.length === 0) return
  taken.sort((a, b) => a - b)
  print(`${taken.length} vectors: median ${taken[taken.length >> 1].toFixed(1)} ms, longest ${taken[taken.length - 1].toFixed(1)} ms`)
}

/** A passphrase is slow to work with, on purpose: how slow here is worth a line. */
function deskWith(core, keys, at) {
  const desk = new core.Desk()
  for (const { pem, passphrase } of keys) {
    const start = preciseTime()
    desk.loadKey(pem, passphrase, at)
    print(`a key was opened with its passphrase in ${((preciseTime() - start) * 1e3).toFixed(0)} ms`)
  }
  return desk
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
  checkVectors(core)
  // the caller waits for this line: a promise that never settles would end the shell without a word
  print('finished')
}

run().catch((error) => {
  print(error, error.stack)
  quit(1)
})
