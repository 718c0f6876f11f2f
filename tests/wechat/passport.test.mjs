// Binding a passport by camera and by chip: what each shows, what each says it proves, and what goes wrong.
import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, test } from 'node:test'
import { foreign, openBrowser, until, watch } from '../lib/browser.mjs'
import { samples, startDemo } from '../lib/demo.mjs'
import { passportPicture } from '../lib/passport-picture.mjs'
import { sentences } from '../lib/repo.mjs'
import { openWallet, PHONE } from '../lib/wallet.mjs'

const en = sentences('en')
const TYPED = 'typed by the holder'
const SCANNED = 'read by camera and confirmed'
const ORIGINAL = 'chip: signed and original'

let demo
let all
let browser
let seen
let wallet
before(async () => {
  demo = await startDemo()
  all = samples()
})
after(() => demo?.stop())
beforeEach(async () => {
  browser = await openBrowser({ options: PHONE })
  seen = watch(browser.context)
})
afterEach(async () => {
  const errors = await wallet.errors()
  await browser.close()
  assert.deepEqual(errors, [])
  assert.deepEqual(foreign(seen.requests, demo.wallet), [])
})

/** A phone with the sample's certificate, on the screen for binding. */
async function toBind(query = '') {
  wallet = await openWallet(browser.context, demo.wallet, `language=en${query}`)
  await wallet.frame.evaluate(() => window.__host.reader.setCommandTime(2))
  await wallet.add(all.international.text)
  await wallet.tap('Bind a passport to show it')
  await wallet.shows(/Type the two lines/)
}

const loadedPassportCore = () => seen.requests.some((url) => url.includes('healthpass-passport'))
const bound = async () => {
  await wallet.home()
  return (await wallet.data()).people[0].bound
}

/** The level as the traveller and the officer see it: on the person, the certificate, and beside the code. */
async function levelIsShown(level) {
  await wallet.tap('Show a code')
  await wallet.code()
  assert.ok((await wallet.screen()).includes(level), 'beside the code')
  await wallet.home()
  assert.ok((await wallet.screen()).includes(level), 'at home')
  const [{ certificates: [{ id }] }] = (await wallet.data()).people
  await wallet.go(`/pages/certificate/certificate?id=${id}`)
  assert.ok((await wallet.screen()).includes(level), 'on the certificate')
}

test('by camera: what was read is shown field by field, bound only when confirmed', async () => {
  await toBind()
  assert.equal(loadedPassportCore(), false)
  await wallet.tap('Scan with the camera')
  await wallet.sees('Is this what the passport says?')
  for (const value of ['ZHANG', 'WEI', 'E12345678', '1 Jan 1990', '15 Jan 2033']) await wallet.sees(value)
  assert.deepEqual((await wallet.data()).found.lines, all.international.passport)
  assert.equal(loadedPassportCore(), true)
  assert.equal(await wallet.frame.locator('wx-camera').count(), 0)
  await wallet.tap('Yes, bind this passport')
  await wallet.sees('Passport bound')
  await levelIsShown(SCANNED)
})

test('by camera: nothing is bound unless confirmed', async () => {
  await toBind()
  await wallet.tap('Scan with the camera')
  await wallet.sees('Is this what the passport says?')
  assert.equal(await bound(), false)
})

test('by camera: turned, blurred pictures of another passport are read to the letter, and do not fit this certificate', async () => {
  const { passport } = all['digital-covid']
  const hands = [{ turn: 0.02, y: 0.01 }, { turn: -0.015, blur: 1 }, { turn: 0.01, x: 0.01, blur: 0.7 }]
  const pictures = []
  for (const hand of hands) pictures.push((await passportPicture(browser.context, passport, hand)).png)
  await toBind()
  await wallet.photograph(pictures)
  await wallet.tap('Scan with the camera')
  await wallet.sees('Is this what the passport says?')
  assert.deepEqual((await wallet.data()).found.lines, passport)
  await wallet.tap('Yes, bind this passport')
  await until(async () => {
    const { outcome, refused } = await wallet.data()
    return outcome?.differ.length || refused.length
  })
})

test('by camera: another try, and the way back to typing with nothing lost', async () => {
  await toBind()
  await wallet.field('number').fill('E123456782')
  await wallet.tap('Scan with the camera')
  await wallet.sees('Is this what the passport says?')
  await wallet.frame.evaluate(() => window.__host.camera.showPassport(null))
  await wallet.tap('No, scan again')
  await wallet.sees(en['reason.camera.no-lines'])
  await wallet.tap('Type the lines instead')
  await wallet.shows(/Type the two lines/)
  assert.equal(await wallet.field('number').inputValue(), 'E123456782')
})

test('by camera: a camera that is not allowed is said, and typing stays', async () => {
  await toBind('&camera=denied')
  await wallet.tap('Scan with the camera')
  await wallet.sees('The camera is not allowed')
  await wallet.tap('Type the lines instead')
  await wallet.shows(/Not allowed for this mini-program/)
  await wallet.bind(all.international.passport)
  await levelIsShown(TYPED)
})

test('by chip: read, checked, bound, and said so everywhere', async () => {
  await toBind()
  await wallet.type(all.international.passport)
  await wallet.readChip('zhang-wei')
  await wallet.sees('Genuine passport')
  await wallet.sees('Passport bound')
  await wallet.shows(new RegExp(ORIGINAL))
  await levelIsShown(ORIGINAL)
})

test('by chip: after the camera, without typing anything', async () => {
  await toBind()
  await wallet.tap('Scan with the camera')
  await wallet.sees('Is this what the passport says?')
  await wallet.tap('Yes, bind this passport')
  await wallet.tap('Read the chip as well')
  await wallet.tap('Start reading')
  await wallet.present('zhang-wei')
  await wallet.sees('Genuine passport')
  await wallet.tap('Done')
  await until(async () => (await wallet.route()) !== 'pages/chip/chip')
  await wallet.home()
  await wallet.shows(new RegExp(ORIGINAL))
})

test('by chip: the name line is not needed, number and dates are', async () => {
  await toBind()
  await wallet.tap('Read the chip')
  await wallet.shows(/The chip opens only with/)
  assert.equal(await wallet.route(), 'pages/bind/bind')
  const [, second] = all.international.passport
  for (const [part, value] of [['number', second.slice(0, 10)], ['birth', second.slice(13, 20)], ['expiry', second.slice(21, 28)]]) await wallet.field(part).fill(value)
  await wallet.readChip('zhang-wei')
  await wallet.sees('Passport bound')
})

test('by chip: a passport that slips off is gone on with where it was', async () => {
  await toBind()
  await wallet.type(all.international.passport)
  const commands = async () => (await wallet.calls('transceive')).length
  await wallet.readChip('zhang-wei', { lostAfter: 14 })
  await wallet.shows(/The contact broke at \d+\s%/)
  await wallet.shows(/What was read so far is kept/)
  const broken = (await wallet.data()).reading.percent
  assert.ok(broken > 0 && broken < 100)
  const before = await commands()
  await wallet.present('zhang-wei')
  await wallet.sees('Genuine passport')
  const second = (await commands()) - before
  // another phone reads it whole
  await wallet.page.close()
  await toBindAnew()
  const start = await commands()
  await wallet.readChip('zhang-wei')
  await wallet.sees('Genuine passport')
  assert.ok(second < (await commands()) - start, `${second} commands after the break`)
})

async function toBindAnew() {
  wallet = await openWallet(browser.context, demo.wallet, 'language=en&page=/pages/bind/bind')
  await wallet.frame.evaluate(() => window.__host.reader.setCommandTime(2))
  await wallet.type(all.international.passport)
}

test('by chip: reading can be stopped and begun again', async () => {
  await toBind()
  await wallet.type(all.international.passport)
  await wallet.tap('Read the chip')
  await wallet.tap('Start reading')
  await wallet.tap('Stop')
  await wallet.tap('Start reading')
  await wallet.present('zhang-wei')
  await wallet.sees('Genuine passport')
})

test('by chip: another passport does not open, and leads back to what opens it', async () => {
  await toBind()
  await wallet.type(all.international.passport)
  await wallet.readChip('anna-maria')
  await wallet.sees('The chip was not read')
  await wallet.sees(en['reason.chip.access.wrong-key'])
  await wallet.tap('Check what opens the chip')
  await until(async () => (await wallet.route()) === 'pages/bind/bind')
  assert.equal(await wallet.field('number').inputValue(), 'E123456782')
  assert.equal(await bound(), false)
})

for (const [kind, title] of [['copied', 'Copy of a chip'], ['forged', 'Not genuine']]) {
  test(`by chip: a ${kind} chip is told with its reasons and not bound`, async () => {
    await toBind()
    await wallet.type(all.international.passport)
    await wallet.readChip('zhang-wei', { [kind]: true })
    await wallet.sees(title)
    const { judged, outcome } = await wallet.data()
    assert.ok(judged.reasons.length > 0)
    assert.ok(judged.reasons.every((reason) => !/^Reason code/.test(reason)), judged.reasons.join())
    assert.equal(outcome, null)
    assert.equal(await bound(), false)
  })
}

test('by chip: a state on no list proves nothing, and the passport is bound as typed', async () => {
  await toBind()
  await wallet.type(all.international.passport)
  await wallet.readChip('zhang-wei', { unlisted: true })
  await wallet.sees('Issuer not recognised')
  assert.equal((await wallet.data()).outcome, null)
  await wallet.tap('Bind it as typed')
  await wallet.sees('Passport bound')
  await levelIsShown(TYPED)
})

for (const [phone, why] of [['ios-old', 'Not in this version of WeChat. Update WeChat to use it.'], ['computer', 'Only on a phone.']]) {
  test(`without a reader (${phone}): the chip is named with why not, typing and camera stay`, async () => {
    await toBind(`&phone=${phone}`)
    await wallet.sees(why)
    await wallet.tap('Read the chip')
    assert.equal(await wallet.route(), 'pages/bind/bind')
    assert.equal((await wallet.data()).chipNeeds, false)
    await wallet.bind(all.international.passport)
    assert.ok(!(await wallet.screen()).includes('Read the chip as well'))
  })
}

for (const [phone, code] of [['android-no-nfc', 'nfc.no-reader'], ['android-nfc-off', 'nfc.switched-off']]) {
  test(`a phone that says ${code} says so in words and leads back to binding`, async () => {
    await toBind(`&phone=${phone}`)
    await wallet.type(all.international.passport)
    await wallet.tap('Read the chip')
    await wallet.tap('Start reading')
    await wallet.sees('The chip was not read')
    await wallet.shows(/NFC/)
    await wallet.tap('Go on without the chip')
    await wallet.tap('Bind this passport')
    await wallet.sees('Passport bound')
    await levelIsShown(TYPED)
  })
}

test('an iPhone of this year reads it too', async () => {
  await toBind('&phone=ios')
  await wallet.type(all.international.passport)
  await wallet.readChip('zhang-wei')
  await wallet.sees('Genuine passport')
})
