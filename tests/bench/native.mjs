// The native core: the bench of tests/benches/speed.rs, one round for each line it is given.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { root } from '../lib/repo.mjs'

/** Built for speed, or as tests are. */
const BUILT = process.env.HEALTHPASS_BENCH_ONCE ? 'test' : 'bench'

/** Compiles and starts it; `work` is what it does, for other worlds to do the same. */
export async function openNative() {
  const bench = spawn(process.env.CARGO || 'cargo', [BUILT, '--quiet', '--package', 'healthpass-tests', '--bench', 'speed', '--', '--rounds'], {
    cwd: root, stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: bench.stdout })[Symbol.asyncIterator]()
  const next = async () => {
    const { value, done } = await lines.next()
    if (done) throw new Error('the native bench ended early')
    return JSON.parse(value)
  }
  const work = await next()
  const round = () => {
    bench.stdin.write('\n')
    return next()
  }
  return { name: 'native', work, round, close: () => bench.stdin.end() }
}
