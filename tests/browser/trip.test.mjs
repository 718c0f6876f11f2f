// What is asked at the officer's desk: rules, several certificates of one person, ages, and what exactly is missing.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { foreign, openBrowser, until, watch } from '../lib/browser.mjs'
import { samples, startDemo } from '../lib/demo.mjs'
import { askIceland, choose, doseAge, offer, pack, signed, useRules } from '../lib/rules.mjs'
import { check, openVerifier, scanning, started, tooWide, unsaid, verdict } from '../lib/verifier.mjs'

let demo
let all
let browser
let seen
before(async () => {
  demo = await startDemo()
  all = samples()
  browser = await openBrowser()
  seen = watch(browser.context)
})
after(async () => {
  await browser?.close()
  demo?.stop()
})

/** A page that remembers nothing of another test. */
async function blank() {
  const page = await openVerifier(browser.context, demo.verifier)
  await page.evaluate(async () => {
    localStorage.clear()
    const cache = await caches.open('healthpass-trust')
    for (const request of await cache.keys()) if (request.url.includes('/trust/kept/')) await cache.delete(request)
  })
  await page.reload()
  await started(page)
  return page
}

/** A desk where travellers pass through Iceland, with a rule about that. */
async function iceland(given) {
  const page = await blank()
  await useRules(page, pack(given))
  await askIceland(page)
  return page
}

const why = (page) => page.locator('#verdict-why').innerText()
const bar = (page) => page.locator('#bar').innerText()
const add = async (page, text) => {
  await page.locator('#another').click()
  await page.locator('#adding').waitFor()
  await page.locator('#paste-open').click()
  await page.locator('#paste-text').fill(text)
  await page.locator('#paste-go').click()
  return verdict(page)
}

test('what is asked is set with the keyboard alone, kept over a restart, and cleared by one press', async () => {
  const page = await blank()
  assert.match(await bar(page), /Set what is asked here/)
  await page.locator('#trip-bar').focus()
  await page.keyboard.press('Enter')
  await page.locator('#trip-stage-entry').focus()
  await page.keyboard.press('ArrowLeft')
  assert.equal(await page.locator('#trip-stage-transit').isChecked(), true)
  await page.keyboard.press('Tab')
  await page.keyboard.type('icel')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  // the other language’s names are found too
  await page.keyboard.type('埃塞')
  await page.keyboard.press('Enter')
  assert.equal(await page.locator('#trip-from').inputValue(), 'Ethiopia (ET)')
  await page.locator('#trip-use').focus()
  await page.keyboard.press('Enter')
  await page.locator('#scan').waitFor()
  assert.match(await bar(page), /This desk: in transit through Iceland/)
  assert.match(await page.locator('#trip-asks').innerText(), /In transit through Iceland, from Ethiopia/)
  await page.reload()
  await started(page)
  assert.match(await bar(page), /This desk: in transit through Iceland/)
  await page.locator('#trip-quick').waitFor()
  await page.locator('#trip-clear').click()
  assert.match(await bar(page), /Set what is asked here/)
  await page.close()
})

test('a name that is no state’s is said, and nothing is asked', async () => {
  const page = await blank()
  await page.locator('#trip-bar').click()
  await page.locator('#trip-use').click()
  assert.match(await page.locator('#trip-fault').innerText(), /Choose the state/)
  await page.locator('#trip-here').fill('Atlantis')
  await page.locator('#trip-use').click()
  assert.match(await page.locator('#trip-fault').innerText(), /“Atlantis” is not in the list/)
  await page.locator('#back').click()
  assert.match(await bar(page), /Set what is asked here/)
  await page.close()
})

test('without rules for it the answer says so, and does not say that it is enough', async () => {
  const page = await blank()
  await askIceland(page)
  assert.equal(await check(page, all['yellow-fever'].text), 'verified')
  assert.match(await why(page), /No rules .*on this device/)
  assert.doesNotMatch(await why(page), /enough for passing/)
  assert.match(await page.locator('#not-proved').innerText(), /No rules are on this device|no rules for that are on this device/)
  await page.close()
})

test('a rule that is not met says by how much, from when, by which rule, and what else it permits', async () => {
  const page = await iceland({ days: doseAge() + 3 })
  assert.equal(await check(page, all['yellow-fever'].text), 'rule-not-met')
  assert.match(await why(page), /The certificate is genuine\. For passing through Iceland, the yellow fever vaccination counts from .+: 3 days short\./)
  assert.equal(await page.locator('#verdict-why strong').innerText(), '3 days short')
  const rule = await page.locator('section[aria-labelledby="rule-title"]').innerText()
  for (const part of [/VR-IS-0001/, /The dose is old enough\./, /接种已满规定天数。/, /iceland-transit/, /A yellow fever dose before passing through\./, /过境前须接种黄热病疫苗。/, /signed, 7 days old/, /Nobody asks for this/, /20 Feb 2026/, /rules\.too-early/]) assert.match(rule, part)
  const steps = await page.locator('#steps').innerText()
  assert.match(steps, /Pass through on or after/)
  assert.match(steps, /A medical exemption on paper\./)
  assert.match(await page.locator('#as-of').innerText(), /Rules of .+ \(7 days old\)/)
  assert.equal(await page.locator('#result .is-stop').count(), 0)
  await page.close()
})

test('one that is met says for what, and by which certificate', async () => {
  const page = await iceland()
  assert.equal(await check(page, all['yellow-fever'].text), 'verified')
  assert.match(await why(page), /Genuine, in date, and enough for passing through Iceland\./)
  assert.match(await page.locator('section[aria-labelledby="legs-title"]').innerText(), /Met[^]*By certificate 1/)
  await page.close()
})

test('certificates of one person count together, one can be taken away, and the next person has none', async () => {
  const page = await iceland()
  assert.equal(await check(page, all['digital-covid'].text), 'rule-not-met')
  assert.match(await why(page), /no yellow fever vaccination/)
  assert.equal(await add(page, all['yellow-fever'].text), 'verified')
  assert.equal(await page.locator('#held li').count(), 2)
  assert.match(await page.locator('section[aria-labelledby="legs-title"]').innerText(), /By certificate 2/)
  assert.equal(await page.locator('#held-differ').count(), 0)
  await page.locator('[data-remove="1"]').click()
  await page.locator('[data-verdict="rule-not-met"]').waitFor()
  await scanning(page)
  assert.equal(await check(page, all['digital-covid'].text), 'rule-not-met')
  assert.equal(await page.locator('#held').count(), 0)
  await page.close()
})

test('somebody else’s certificate does not count, and the officer is told', async () => {
  const page = await iceland()
  assert.equal(await check(page, all.international.text), 'rule-not-met')
  assert.equal(await add(page, all['yellow-fever'].text), 'rule-not-met')
  await page.locator('#held-differ').waitFor()
  assert.match(await page.locator('#held').innerText(), /Does not count/)
  await page.close()
})

test('what is no certificate is not counted with the others, and the others are not lost', async () => {
  const page = await iceland()
  await check(page, all['yellow-fever'].text)
  assert.equal(await add(page, 'hello'), 'unreadable')
  await page.locator('#held-back').click()
  await page.locator('[data-verdict="verified"]').waitFor()
  await page.locator('#another').click()
  await page.locator('#adding-stop').click()
  assert.equal(await verdict(page), 'verified')
  await page.close()
})

test('a person’s own trip is asked of that person only', async () => {
  const page = await iceland()
  assert.equal(await check(page, all.international.text), 'rule-not-met')
  await page.locator('#trip-change').click()
  await page.locator('#trip-stage-exit').check()
  await choose(page, 'trip-here', 'norway')
  await page.locator('#trip-use').click()
  await page.locator('[data-verdict="verified"]').waitFor()
  await scanning(page)
  assert.match(await bar(page), /in transit through Iceland/)
  assert.equal(await check(page, all.international.text), 'rule-not-met')
  await page.close()
})

test('rules out of date still answer, and say that they are old wherever they are read', async () => {
  const page = await iceland({ created: -40, lasts: 30 })
  assert.match(await page.locator('#rules-age').innerText(), /Rules 40 days, out of date/)
  assert.equal(await check(page, all['yellow-fever'].text), 'verified')
  assert.match(await page.locator('#as-of').innerText(), /40 days old.+out of date/)
  assert.match(await page.locator('#not-proved').innerText(), /Transit of Iceland, for tests is still in force/)
  await page.close()
})

test('an earlier edition, another root and what is no pack are refused, and the rules in use stay', async () => {
  const page = await iceland({ sequence: 5 })
  for (const [bytes, pin] of [[signed(pack({ sequence: 4 })), undefined], [signed(pack({ sequence: 6 })), 'ab'.repeat(32)], [Buffer.from('no pack'), undefined]]) {
    assert.match(await offer(page, bytes, pin), /^Refused: .+/)
    assert.match(await page.locator('[data-pack="test-iceland"]').innerText(), /Number\s+5/)
  }
  await page.locator('#more-root').fill('abc')
  await page.locator('#more-load').click()
  await until(async () => /this has 3/.test(await page.locator('#more-answer').innerText()))
  // the memory of the newest edition outlives the page
  await page.reload()
  await started(page)
  assert.match(await offer(page, signed(pack({ sequence: 4 }))), /^Refused: .+/)
  await page.close()
})

test('lists are updated when asked, from this server only', async () => {
  const page = await blank()
  await page.locator('#lists-open').click()
  await page.locator('#update-address').fill('https://example.org/trust/')
  await page.locator('#update-go').click()
  await until(async () => /may fetch only from/.test(await page.locator('#update-answer').innerText()))
  await page.close()
})

test('the sheet for the traveller has the rule and its dates, and no more of the record', async () => {
  const page = await iceland({ days: doseAge() + 3 })
  await check(page, all['yellow-fever'].text)
  await page.evaluate(() => { window.print = () => {} })
  await page.locator('#print').click()
  await page.emulateMedia({ media: 'print' })
  const sheet = await page.locator('#sheet').innerText()
  for (const part of [/Rule not met/, /未满足规则/, /3 days short/, /VR-IS-0001/, /example\.org\/iceland/]) assert.match(sheet, part)
  assert.doesNotMatch(sheet, /EXAMPLE|ANNA|STAMARIL|X1234|C01X00T47|1974/)
  assert.equal(await page.locator('.desk').isVisible(), false)
  await page.evaluate(() => dispatchEvent(new Event('afterprint')))
  assert.equal(await page.locator('#sheet').count(), 0)
  await page.close()
})

test('it decides without a network', async () => {
  const own = await openBrowser()
  try {
    const page = await openVerifier(own.context, demo.verifier)
    await until(async () => /works offline/.test(await page.locator('#version').innerText()))
    await useRules(page, pack({ days: doseAge() + 3 }))
    await askIceland(page)
    await own.context.setOffline(true)
    await page.reload()
    await started(page)
    assert.equal(await check(page, all['yellow-fever'].text), 'rule-not-met')
    assert.match(await why(page), /3 days short/)
  } finally {
    await own.close()
  }
})

for (const [width, locale] of [[320, 'en-GB'], [320, 'zh-CN'], [1280, 'en-GB']]) {
  test(`every screen of it stands at ${width} px in ${locale}, and can be spoken`, async () => {
    const own = await openBrowser({ options: { viewport: { width, height: 800 }, locale } })
    try {
      const page = await openVerifier(own.context, demo.verifier)
      const stands = async (name) => {
        assert.deepEqual(await tooWide(page), [], name)
        assert.deepEqual(await unsaid(page), [], name)
      }
      await useRules(page, pack({ days: doseAge() + 3 }))
      await page.locator('#trip-bar').click()
      await page.locator('#trip-via-add').click()
      await page.locator('#trip-visited-add').click()
      await page.locator('#trip-other').check()
      await stands('trip')
      await page.locator('#back').click()
      await askIceland(page)
      await stands('scan')
      await check(page, all.international.text)
      await add(page, all['yellow-fever'].text)
      await stands('result')
      await page.locator('#lists-open').click()
      await page.locator('[data-pack="test-iceland"]').waitFor()
      await stands('lists')
    } finally {
      await own.close()
    }
  })
}

test('no request left the origin, and nothing was complained of', () => {
  assert.ok(seen.requests.length > 10)
  assert.deepEqual(foreign(seen.requests, demo.verifier), [])
  assert.deepEqual(seen.complaints, [])
})
