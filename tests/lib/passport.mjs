// The passport module and the chip in memory, in Node.js.
import { pathToFileURL } from 'node:url'
import { built, inTarget, packageFile } from './repo.mjs'

/** The demo's passports: China's opens with BAC, Germany's with PACE. */
export const PASSPORTS = {
  china: {
    issuer: 'CHN', fullName: '张<<伟',
    lines: ['P<CHNZHANG<<WEI<<<<<<<<<<<<<<<<<<<<<<<<<<<<<', 'E123456782CHN9001011M3301155<<<<<<<<<<<<<<<8'],
    pieces: { number: 'E123456782', birth: '9001011', expiry: '3301155' },
  },
  germany: {
    issuer: 'D', fullName: 'EXAMPLE<<ANNA<MARIA',
    lines: ['P<D<<EXAMPLE<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<<', 'C01X00T478D<<7408122F3301155<<<<<<<<<<<<<<<6'],
    pieces: { number: 'C01X00T478', birth: '7408122', expiry: '3301155' },
  },
}

export const AT = '2026-12-01T08:00:00Z'

export async function passportCore(dist = packageFile()) {
  const core = await import(pathToFileURL(`${dist}/node/passport.js`).href)
  await core.init()
  return core
}

export async function walletCore(dist = packageFile()) {
  const core = await import(pathToFileURL(`${dist}/node/wallet.js`).href)
  await core.init()
  return core
}

export async function mockChips() {
  const mock = await import(pathToFileURL(built(inTarget('mock-chip/node/mock-chip.js'))).href)
  await mock.ready
  return mock
}

/** Authorities of the made-up states. */
export function authorities(core, mock, issuers = ['CHN', 'D']) {
  const known = new core.Authorities()
  for (const issuer of issuers) known.add(mock.mockAuthority(issuer))
  return known
}

/** Carries a session to its end as a phone does; an empty answer is a chip that left. */
export function carry(session, chip, { said = [] } = {}) {
  for (let step = session.next(); step.kind === 'send';) {
    said.push(step)
    const answer = chip.transceive(step.apdu)
    if (answer.length === 0) return 'lost'
    step = session.next(answer)
  }
  return 'done'
}
