// The officer's page: every way in, offline, lists, languages, keyboard, narrow screens.
import assert from 'node:assert/strict'
import { pathToFileURL } from 'node:url'
import { after, before, test } from 'node:test'
import { foreign, openBrowser, until, watch } from '../lib/browser.mjs'
import { samplePicture, samples, startDemo } from '../lib/demo.mjs'
import { sentences } from '../lib/repo.mjs'
import { own } from '../lib/vectors.mjs'
import { check, compare, openVerifier, said, scanByHand, scanning, started, tooWide, unsaid, verdict } from '../lib/verifier.mjs'

const DAY = 86400000

let demo
let all
let browser
let seen
/** Another browser, which only makes pictures and PDFs. */
let press
before(async () => {
  demo = await startDemo()
  all = samples()
  browser = await openBrowser()
  press = await openBrowser()
  seen = watch(browser.context)
})
after(async () => {
  await browser?.close()
  await press?.close()
  demo?.stop()
})

const desk = () => openVerifier(browser.context, demo.verifier)

/** A sample's code on an otherwise empty page, as a picture or a PDF. */
async function printed(make, address = pathToFileURL(samplePicture('international')).href) {
  const page = await press.context.newPage()
  await page.setViewportSize({ width: 900, height: 900 })
  await page.goto(address)
  const made = await make(page)
  await page.close()
  return made
}

test('a picture is read', async () => {
  const page = await desk()
  for (const [type, options] of Object.entries({ png: {}, jpeg: { quality: 50 } })) {
    const buffer = await printed((view) => view.screenshot({ type, ...options }))
    await page.locator('#photo-file').setInputFiles({ name: `code.${type}`, mimeType: `image/${type}`, buffer })
    assert.equal(await verdict(page), 'verified', type)
    await scanning(page)
  }
  await page.close()
})

test('a PDF is read', async () => {
  const page = await desk()
  const buffer = await printed((view) => view.pdf({ format: 'A4' }))
  assert.equal(buffer.subarray(0, 5).toString(), '%PDF-')
  await page.locator('#pdf-file').setInputFiles({ name: 'certificate.pdf', mimeType: 'application/pdf', buffer })
  assert.equal(await verdict(page), 'verified')
  await page.close()
})

test('files without a code say so and judge nothing', async () => {
  const page = await desk()
  const picture = await printed((blank) => blank.screenshot(), 'about:blank')
  const pdf = await printed((blank) => blank.pdf(), 'about:blank')
  const files = [
    ['#photo-file', { name: 'blank.png', mimeType: 'image/png', buffer: picture }, /No QR or Aztec code was found in blank\.png/],
    ['#pdf-file', { name: 'blank.pdf', mimeType: 'application/pdf', buffer: pdf }, /No QR or Aztec code was found in blank\.pdf/],
    ['#photo-file', { name: 'broken.png', mimeType: 'image/png', buffer: Buffer.from('no picture') }, /broken\.png cannot be opened here as a picture/],
    ['#pdf-file', { name: 'broken.pdf', mimeType: 'application/pdf', buffer: Buffer.from('no pdf') }, /broken\.pdf cannot be opened as a PDF/],
  ]
  for (const [field, file, answer] of files) {
    await page.locator(field).setInputFiles(file)
    await until(async () => answer.test(await page.locator('#scan-message').innerText()))
    assert.equal(await page.locator('#verdict').count(), 0)
  }
  await page.close()
})

test('a picture with two codes asks which', async () => {
  const page = await desk()
  const buffer = await printed((sheet) => sheet.screenshot({ fullPage: true }), demo.samples)
  await page.locator('#photo-file').setInputFiles({ name: 'sheet.png', mimeType: 'image/png', buffer })
  const choices = page.locator('[data-test="code-choice"]')
  await choices.first().waitFor()
  assert.ok(await choices.count() >= 2)
  await choices.first().click()
  assert.notEqual(await verdict(page), 'unreadable')
  await page.close()
})

test('text pasted anywhere is read', async () => {
  const page = await desk()
  await page.evaluate((text) => {
    const data = new DataTransfer()
    data.setData('text/plain', text)
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
  }, all.international.text)
  assert.equal(await verdict(page), 'verified')
  await page.close()
})

test('a dropped picture is read', async () => {
  const page = await desk()
  const picture = (await printed((view) => view.screenshot())).toString('base64')
  await page.evaluate((base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
    const data = new DataTransfer()
    data.items.add(new File([bytes], 'dropped.png', { type: 'image/png' }))
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }))
  }, picture)
  assert.equal(await verdict(page), 'verified')
  await page.close()
})

test('a handheld scanner types without any field chosen, codes and passports', async () => {
  const page = await desk()
  await scanByHand(page, `${all.international.text}\n`)
  assert.equal(await verdict(page), 'verified')
  // spaces within a burst press no button
  assert.ok(all.international.text.includes(' '))
  await scanByHand(page, `${all['digital-covid'].passport.join('\n')}\n`)
  await page.locator('[data-verdict="holder-mismatch"]').waitFor()
  await scanByHand(page, `${all.international.passport.join('\n')}\n`)
  await page.locator('[data-verdict="verified"]').waitFor()
  await page.close()
})

test('the passport’s lines are checked before they are compared', async () => {
  const page = await desk()
  await check(page, all.international.text)
  const [first, second] = all.international.passport
  await compare(page, [first, second.replace('E12345678', 'E12345670')])
  await until(async () => /do not hold together/.test(await page.locator('#mrz-answer').innerText()))
  assert.equal(await verdict(page), 'verified')
  await page.close()
})

test('the age of the list is on every screen', async () => {
  const page = await desk()
  const age = page.locator('#list-age')
  assert.equal(await age.innerText(), 'Keys from today')
  await page.locator('#list-trial').waitFor()
  await check(page, all.international.text)
  assert.equal(await age.innerText(), 'Keys from today')
  await page.locator('#lists-open').click()
  assert.equal(await page.locator('#list-name').innerText(), 'Demo list')
  await page.close()
})

test('an old list tells its age, an expired one that it is', async () => {
  for (const [days, pattern, answer] of [[10, /Keys 10 days/, 'verified'], [400, /Keys 400 days, out of date/, null]]) {
    const later = await openBrowser()
    try {
      await later.context.clock.setFixedTime(Date.now() + days * DAY)
      const page = await openVerifier(later.context, demo.verifier)
      await until(async () => pattern.test(await page.locator('#list-age').innerText()))
      const given = await check(page, all.international.text)
      if (answer) assert.equal(given, answer)
      else assert.notEqual(given, 'verified')
      // issuers, rules and withdrawals were signed for a year
      assert.equal(await page.locator('[data-test="list-warning"]').count(), answer ? 0 : 3)
    } finally {
      await later.close()
    }
  }
})

test('a list with another root is refused, the one in use stays', async () => {
  const page = await desk()
  const bundle = await (await browser.context.request.get(new URL('trust/bundle.cbor', demo.verifier).href)).body()
  await page.locator('#lists-open').click()
  await page.locator('#list-file').setInputFiles({ name: 'list.cbor', mimeType: 'application/cbor', buffer: bundle })
  await page.locator('#list-root-input').fill('00'.repeat(32))
  await page.locator('#list-load').click()
  await until(async () => /^Refused: ./.test(await page.locator('#list-answer').innerText()))
  await page.locator('#list-same-root').click()
  await page.locator('#list-load').click()
  await page.locator('#list-reset').waitFor()
  assert.match(await said(page), /Loaded from a file on this device/)
  await page.locator('#list-reset').click()
  await until(async () => /Came with this page/.test(await said(page)))
  await page.locator('#back').click()
  assert.equal(await check(page, all.international.text), 'verified')
  await page.close()
})

test('Chinese and English, also for an answer on the screen, and kept', async () => {
  const [en, zh] = [sentences('en'), sentences('zh')]
  const page = await desk()
  await check(page, all.expired.text)
  const word = page.locator('#verdict-word')
  assert.equal(await word.innerText(), en['verdict.not-valid-now'])
  assert.equal(await page.getAttribute('html', 'lang'), 'en')
  await page.locator('#language').click()
  await until(async () => (await word.innerText()) === zh['verdict.not-valid-now'])
  assert.equal(await page.getAttribute('html', 'lang'), 'zh-Hans')
  assert.equal(await word.getAttribute('lang'), 'zh-Hans')
  await page.reload()
  await started(page)
  assert.equal(await page.getAttribute('html', 'lang'), 'zh-Hans')
  assert.match(await page.title(), /\p{Script=Han}/u)
  await page.locator('#language').click()
  await until(async () => (await page.getAttribute('html', 'lang')) === 'en')
  await page.close()
})

test('a whole check by keyboard alone', async () => {
  const page = await desk()
  const focused = () => page.evaluate(() => document.activeElement?.id)
  const tabTo = async (id) => {
    for (let i = 0; i < 40 && (await focused()) !== id; i += 1) await page.keyboard.press('Tab')
    assert.equal(await focused(), id)
  }
  await tabTo('paste-open')
  await page.keyboard.press('Enter')
  assert.equal(await focused(), 'paste-text')
  await page.keyboard.insertText(all.international.text)
  await page.keyboard.press('Enter')
  assert.equal(await verdict(page), 'verified')
  // the answer is where reading goes on
  assert.equal(await focused(), 'verdict-word')
  await tabTo('passport-open')
  await page.keyboard.press('Enter')
  await tabTo('mrz-text')
  await page.keyboard.insertText(all.international.passport.join('\n'))
  await tabTo('mrz-go')
  await page.keyboard.press('Enter')
  await page.locator('.same').first().waitFor()
  await tabTo('show-checks')
  await page.keyboard.press('Enter')
  await page.locator('#checks').waitFor()
  await tabTo('back')
  await page.keyboard.press('Enter')
  await page.locator('#result').waitFor()
  // the space bar alone begins with the next person
  await page.keyboard.press('Space')
  await page.locator('#scan').waitFor()
  assert.doesNotMatch(await page.content(), /ZHANG|张伟/)
  await page.close()
})

/** Takes the page through every view, calling `look` in each. */
async function everyView(page, look) {
  await look('scan')
  await page.locator('#paste-open').click()
  await look('paste')
  for (const text of [all.international.text, all.expired.text, all.unlisted.text, 'garbage']) {
    const answer = await check(page, text)
    await look(answer)
    if (answer !== 'verified') continue
    await compare(page, all['digital-covid'].passport)
    await page.locator('[data-verdict="holder-mismatch"]').waitFor()
    await look('holder-mismatch')
    await page.locator('#show-checks').click()
    await page.locator('#raw summary').click()
    await look('checks')
    await page.locator('#back').click()
  }
  await page.locator('#lists-open').click()
  await look('lists')
}

test('nothing is wider than a screen of 320 px, in either language', async () => {
  const page = await desk()
  await page.setViewportSize({ width: 320, height: 640 })
  for (const language of ['en', 'zh']) {
    await everyView(page, async (view) => {
      assert.deepEqual(await tooWide(page), [], `${language} ${view}`)
    })
    await page.locator('#language').click()
    await page.locator('#back').click()
    if (await page.locator('#next').isVisible()) await page.locator('#next').click()
  }
  await page.close()
})

test('every view has names, a language and a place where answers are spoken', async () => {
  const page = await desk()
  await everyView(page, async (view) => {
    assert.deepEqual(await unsaid(page), [], view)
  })
  await page.close()
})

test('presses are large enough for a finger', async () => {
  const page = await desk()
  await page.setViewportSize({ width: 375, height: 812 })
  const small = await page.evaluate(() => [...document.querySelectorAll('button, label.way, summary')].filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 24).map((one) => one.id || one.textContent))
  assert.deepEqual(small, [])
  await page.close()
})

test('works offline after the first visit, PDF and picture too', async () => {
  const own = await openBrowser()
  try {
    const page = await openVerifier(own.context, demo.verifier)
    await until(async () => /works offline, build [0-9a-f]{12}/.test(await said(page)))
    await own.context.setOffline(true)
    await page.reload()
    await started(page)
    await page.locator('#offline').waitFor()
    assert.equal(await page.locator('#list-age').innerText(), 'Keys from today')
    assert.equal(await check(page, all.international.text), 'verified')
    await scanning(page)
    const files = [['#photo-file', 'code.png', 'image/png', (view) => view.screenshot()], ['#pdf-file', 'code.pdf', 'application/pdf', (view) => view.pdf()]]
    for (const [field, name, mimeType, make] of files) {
      await page.locator(field).setInputFiles({ name, mimeType, buffer: await printed(make) })
      assert.equal(await verdict(page), 'verified', name)
      await scanning(page)
    }
  } finally {
    await own.close()
  }
})

test('the page says so where there is no camera, and goes on', async () => {
  const page = await desk()
  await page.locator('#camera-start').click()
  await page.locator('#camera-problem').waitFor()
  assert.ok((await page.locator('#camera-problem').innerText()).length > 20)
  assert.equal(await check(page, all.international.text), 'verified')
  await page.close()
})

test('a place can be named, and the sound switched off, and both are kept', async () => {
  const page = await desk()
  await page.locator('#lists-open').click()
  await page.locator('#place-name').fill('Gate 7')
  await page.locator('#place-name').blur()
  await page.locator('#sound').click()
  await page.reload()
  await started(page)
  assert.equal(await page.locator('#place').innerText(), 'Gate 7')
  await page.locator('#lists-open').click()
  assert.match(await page.locator('#sound').innerText(), /off/)
  await page.locator('#place-name').fill('')
  await page.locator('#place-name').blur()
  await page.close()
})

test('nothing of a person is kept on the device', async () => {
  const page = await desk()
  await check(page, all.international.text)
  await compare(page, all.international.passport)
  const kept = await page.evaluate(async () => {
    const texts = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }), document.cookie, JSON.stringify(history.state), JSON.stringify(await indexedDB.databases())]
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      for (const request of await cache.keys()) texts.push(request.url)
    }
    return texts.join('\n')
  })
  assert.doesNotMatch(kept, /HC1:|ZHANG|E1234567/)
  await page.close()
})

test('no request left the origin, and nothing was complained of', () => {
  assert.ok(seen.requests.length > 10)
  assert.deepEqual(foreign(seen.requests, demo.verifier), [])
  assert.deepEqual(seen.complaints, [])
})

/** The text of one of our own vectors. */
const vector = (id) => own().find((one) => one.id === id).text

test('a certificate spread over several codes is collected one by one, in any order', async () => {
  const page = await desk()
  const [one, two, three] = vector('shc-three-codes').split(/\s+/)
  const paste = async (text) => {
    if (await page.locator('#paste-form').isHidden()) await page.locator('#paste-open').click()
    await page.locator('#paste-text').fill(text)
    await page.locator('#paste-go').click()
  }
  await paste(three)
  await page.locator('#scan-parts').filter({ hasText: '1, 2' }).waitFor()
  await page.locator('#parts-forget').click()
  assert.equal(await page.locator('#scan-parts').innerText(), '')
  await paste(two)
  await paste(two)
  await page.locator('#scan-parts').filter({ hasText: '1, 3' }).waitFor()
  await paste(three)
  await page.locator('#scan-parts').filter({ hasText: '2 of 3' }).waitFor()
  await paste(one)
  assert.equal(await verdict(page), 'issuer-not-recognised')
  assert.match(await said(page), /SMART Health Card/)
  await scanning(page)
  assert.equal(await page.locator('#scan-parts').innerText(), '')
  await page.close()
})

test('every format is named, and a link is described but not followed', async () => {
  const page = await desk()
  const names = sentences('en')
  for (const [id, format] of Object.entries({ 'icvp-g3': 'icvp', 'ddcc-vs': 'ddcc', 'vds-nc-test': 'vds-nc', 'nzcp-pass': 'nzcp', divoc: 'divoc', vhl: 'shl' })) {
    assert.equal(await check(page, vector(id)), 'issuer-not-recognised', id)
    assert.ok((await said(page)).includes(names[`format.${format}`]), id)
  }
  assert.match(await said(page), /This page fetches nothing/)
  await page.close()
})
