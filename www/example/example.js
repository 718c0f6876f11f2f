import { init, Verifier } from './healthpass/verifier.js'

const field = (id) => document.getElementById(id)
const keys = (text) => !text ? [] : text.startsWith('{') ? [{ jwk: JSON.parse(text) }]
  : text.startsWith('-----') ? [{ pem: text }] : [{ cert: text }]

await init()
const verifier = new Verifier() // for a whole list of issuers: verifier.loadTrust(bundle, root, at)
field('check').addEventListener('click', () => {
  const report = verifier.verify(field('code').value.trim(), { keys: keys(field('key').value.trim()) })
  field('report').textContent = JSON.stringify(report, null, 2)
})
