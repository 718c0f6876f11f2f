// The officer's page, driven as an officer does.
import { until } from './browser.mjs'

/**
 * Opens the verifier and waits until the core and the list of issuers are there.
 * @param {import('playwright-core').BrowserContext} context
 */
export async function openVerifier(context, address) {
  const page = await context.newPage()
  await page.goto(address)
  await started(page)
  return page
}

export async function started(page) {
  await page.locator('#list-age').waitFor()
  await until(async () => !/Loading|正在/.test(await page.locator('#list-age').innerText()))
}

/** Checks a text put into the field for it. */
export async function check(page, text) {
  await scanning(page)
  if (await page.locator('#paste-form').isHidden()) await page.locator('#paste-open').click()
  await page.locator('#paste-text').fill(text)
  await page.locator('#paste-go').click()
  return verdict(page)
}

/** The answer on the screen. */
export async function verdict(page) {
  await page.locator('#verdict').waitFor()
  return page.locator('#verdict').getAttribute('data-verdict')
}

/** Types as a handheld scanner does: key after key, whether or not the page has kept up. */
export async function scanByHand(page, text) {
  const keyboard = await page.context().newCDPSession(page)
  const press = (letter) => {
    const key = letter === '\n' ? { key: 'Enter', code: 'Enter', text: '\r', windowsVirtualKeyCode: 13 } : { key: letter, text: letter, ...(letter === ' ' ? { code: 'Space', windowsVirtualKeyCode: 32 } : {}) }
    return [keyboard.send('Input.dispatchKeyEvent', { type: 'keyDown', ...key }), keyboard.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key, text: undefined })]
  }
  await Promise.all([...text].flatMap(press))
  await keyboard.detach()
}

/** Puts a person's passport beside the answer. */
export async function compare(page, lines) {
  if ((await page.locator('#passport').getAttribute('open')) === null) await page.locator('#passport-open').click()
  await page.locator('#mrz-text').fill(lines.join('\n'))
  await page.locator('#mrz-go').click()
}

/** Back to where the next person begins. */
export async function scanning(page) {
  const back = page.locator('#back')
  if (await back.isVisible()) await back.click()
  const next = page.locator('#next')
  if (await next.isVisible()) await next.click()
  await page.locator('#scan').waitFor()
}

/** Everything the page says. */
export const said = (page) => page.evaluate(() => document.body.innerText)

/** Elements that stand out of the screen. */
export const tooWide = (page) => page.evaluate(() => {
  const width = document.documentElement.clientWidth
  if (document.documentElement.scrollWidth <= width) return []
  return [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > width + 1).map((one) => `${one.tagName}#${one.id}.${one.className}`).slice(0, 5)
})

/** What a screen reader could not say: controls without names, labels that lead nowhere, headings out of order. */
export const unsaid = (page) => page.evaluate(() => {
  const found = []
  const visible = (one) => one.checkVisibility()
  const named = (one) => (one.getAttribute('aria-label') || one.innerText || [...(one.labels ?? [])].map((label) => label.innerText).join('') || '').trim()
  for (const one of document.querySelectorAll('button, summary, a, input, textarea, select')) {
    if (visible(one) && !named(one)) found.push(`no name: ${one.outerHTML.slice(0, 80)}`)
  }
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id)
  for (const id of new Set(ids)) if (ids.filter((other) => other === id).length > 1) found.push(`twice: #${id}`)
  for (const one of document.querySelectorAll('[aria-labelledby], [aria-describedby], [aria-controls]')) {
    for (const name of ['aria-labelledby', 'aria-describedby', 'aria-controls']) {
      const id = one.getAttribute(name)
      if (id && !document.getElementById(id)) found.push(`${name} leads nowhere: ${id}`)
    }
  }
  for (const one of document.querySelectorAll('img')) if (!one.hasAttribute('alt')) found.push('picture without alt')
  if (!document.documentElement.lang) found.push('no language')
  if (!document.querySelector('#answer[role="status"]')) found.push('no status')
  if (document.querySelectorAll('h1').length !== 1) found.push(`${document.querySelectorAll('h1').length} h1`)
  if (document.querySelectorAll('main').length !== 1) found.push('no main')
  const levels = [...document.querySelectorAll('h1, h2, h3')].filter(visible).map(({ tagName }) => Number(tagName[1]))
  if (levels.some((level, i) => i > 0 && level > levels[i - 1] + 1)) found.push(`headings skip: ${levels}`)
  return found
})

/** Loads an authority's key; `keep` leaves its file in the browser. */
export async function loadKey(page, file, passphrase, { keep = false } = {}) {
  if (!(await page.locator('#keys').isVisible())) await page.locator('#keys-open').click()
  await page.locator('#key-file').setInputFiles(file)
  await page.locator('#key-passphrase').fill(passphrase)
  if (keep) await page.locator('#key-keep').check()
  await page.locator('#key-load').click()
  await page.locator('#key-sign[data-locked="false"]').waitFor()
}
