/** Puts the page together: what is on screen, and what may happen next. */
import { barContent } from './bar'
import { readPassport, start, verify } from './core'
import type { Verdict } from 'healthpass/verifier'
import type { Desk, DeskEvents } from './desk/desk'
import { decides, desk, isKey, isShown, keySign, loadDesk, lookForRevocation } from './desk/gate'
import { loadDevices } from './devices'
import { element, h } from './dom'
import { now } from './format'
import { language, loadSentences, otherLanguage, switchLanguage, t, tag } from './i18n'
import { loadLists } from './lists/store'
import { keepOnDevice, newBuildWaits, takeNewBuild, versionLine } from './pwa'
import { checksView, reportText } from './result/checks'
import { isPassport, linesOf } from './result/passport'
import type { Shown } from './result/shown'
import { decidingShown, verdictBand } from './result/verdict'
import { resultView } from './result/view'
import { cameraIsAllowed } from './scan/camera'
import { listenForDrops, listenForPaste } from './scan/drop'
import { ScanView } from './scan/view'
import { isField, listenForScanner } from './scan/wedge'
import { allowSound, play } from './sound'

type View = 'scan' | 'result' | 'checks' | 'lists' | 'keys' | 'trip'

/** How often ages on screen are looked at again. */
const REDRAW_MS = 10 * 60 * 1000

let view: View = 'scan'
let shown: Shown | null = null
/** Loaded when lists are looked at. */
let listsPart: typeof import('./lists/view') | null = null

const scan = new ScanView({ text: (text) => void receive(text), openLists: () => void openLists(), openKeys: () => void openKeys(), openTrip: () => void openTrip(), ask: () => void ask() })

void boot()

async function boot(): Promise<void> {
  // a reload begins anew, whatever was open before
  history.replaceState({ view }, '')
  draw()
  try {
    await Promise.all([start(), loadSentences(language())])
  } catch {
    element('notice').replaceChildren(h('p', { class: 'wrap notice is-stop strong', id: 'core-failed' }, t('coreFailed')))
    return
  }
  void loadDevices()
  await Promise.all([loadLists(), lookForRevocation()])
  listen()
  const coming = decides() ? atDesk() : null
  draw()
  // what somebody types meanwhile stays
  void coming?.then(() => (isField(document.activeElement) ? drawBar() : draw()))
  void keepOnDevice(drawBuild)
  // an answer names itself in both languages
  void loadSentences(otherLanguage()).catch(() => undefined)
  if (await cameraIsAllowed()) void scan.camera.start()
}

function listen(): void {
  listenForScanner({ scanned: (text) => void receive(text), space: () => view === 'result' && next() })
  const given = { text: (text: string) => void receive(text), file: (file: File) => void receiveFile(file) }
  listenForDrops(given)
  listenForPaste(given)
  for (const type of ['pointerdown', 'keydown']) document.addEventListener(type, allowSound)
  for (const type of ['online', 'offline']) window.addEventListener(type, drawBar)
  window.addEventListener('popstate', (event) => show(viewOf(event.state)))
  document.addEventListener('visibilitychange', () => rest(document.hidden))
  setInterval(drawBar, REDRAW_MS)
}

/** A text from any of the ways in: a passport's lines beside an answer, otherwise a code. */
async function receive(text: string): Promise<void> {
  // a failed start is already said on the page
  if (await start().then(() => false, () => true)) return
  if (isKey(text)) return openKeys(text)
  if (shown && takesPassport(shown) && isPassport(text)) return compare(linesOf(text))
  const whole = scan.gather(text.replace(/^[\r\n]+|[\r\n]+$/g, ''))
  if (whole === null) return open('scan')
  const needed = isShown(whole) || decides()
  const here = needed ? await atDesk() : desk()
  if (needed && !here) return
  const refusal = here?.refuses(whole)
  if (refusal) {
    open('scan')
    return scan.say(refusal)
  }
  scan.clear()
  // another person, whom the question that was answered did not ask
  if (shown?.report.certificate && !here?.adding()) here?.next()
  judge(whole, here?.adding() && shown?.passport ? shown.passport.lines : null)
  if (shown) play(heard(shown))
}

async function receiveFile(file: File): Promise<void> {
  if (isKey(file)) return openKeys(file)
  open('scan')
  return scan.readFile(file)
}

function takesPassport({ report }: Shown): boolean {
  return report.certificate !== null || report.presentation !== undefined
}

/** Judges what is shown once more, as of the same moment: beside a passport, or with a key that was not there before. */
function compare(lines: readonly string[] | null): void {
  if (!shown) return
  const before = heard(shown)
  judge(shown.text, lines, shown)
  if (heard(shown) !== before) play(heard(shown))
}

/** What is left to decide does not sound like an answer. */
function heard(answer: Shown): Verdict {
  return desk()?.undecided(answer) ? 'rule-not-met' : answer.report.verdict
}

function judge(text: string, lines: readonly string[] | null, before: Shown | null = null): void {
  const at = before?.at ?? now()
  const mrz = lines && [...lines]
  const passport = lines ? { lines, mrz: readPassport(lines) } : null
  if (isShown(text) || decides()) shown = desk()?.verify({ text, at, passport }, before) ?? shown
  else shown = { text, at, report: verify(text, at, mrz), passport }
  open('result')
}

function deskEvents(): DeskEvents {
  return { changed: deskChanged, draw, keys: () => open('keys'), trip: () => open('trip'), scan: () => open('scan'), back: () => open(shown ? 'result' : 'scan'), again }
}

/** The desk, loaded on first need; that it cannot be had is said where codes come in. */
async function atDesk(): Promise<Desk | null> {
  try {
    return await loadDesk(deskEvents())
  } catch {
    open('scan')
    scan.say(h('span', { class: 'is-stop strong' }, t('deskFailed')))
    return null
  }
}

/** Shows the keys; what was given is the file of one to be loaded. */
async function openKeys(given?: File | string): Promise<void> {
  const here = await atDesk()
  if (here && given) await here.take(given)
  if (here) open('keys')
}

async function openTrip(): Promise<void> {
  if (await atDesk()) open('trip')
}

/** What is asked or who else's certificates count has changed: what is shown is judged anew. */
function again(): void {
  if (shown) compare(shown.passport?.lines ?? null)
  else open('scan')
}

/** Whole before it is shown: a form is not drawn anew under what somebody fills in. */
async function openLists(): Promise<void> {
  const failed = () => element('notice').replaceChildren(h('p', { class: 'wrap notice is-stop strong' }, t('deskFailed')))
  const more = loadDesk(deskEvents()).catch(() => null)
  try {
    listsPart = await import('./lists/view')
    const had = await more
    open('lists')
    if (!had) failed()
  } catch {
    failed()
  }
}

async function ask(): Promise<void> {
  (await atDesk())?.ask()
}

/** A key came or went, or a question was asked: what only a key opened does not stay on the screen without it. */
function deskChanged(): void {
  if (keySign()?.locked !== false && shown && opened(shown)) return next()
  if (keySign()?.locked === false && shown?.report.verdict === 'sealed') {
    const because = decidingShown(shown.report)?.reasons[0]?.code
    compare(shown.passport?.lines ?? null)
    // not the key it takes: the officer goes on with keys
    if (decidingShown(shown.report)?.reasons[0]?.code === because) open('keys')
    return
  }
  draw()
}

/** Whether a key opened any of what is shown. */
function opened({ report, together }: Shown): boolean {
  return [report, ...(together?.reports ?? [])].some(({ presentation }) => presentation?.seal?.openedBy)
}

/** Forgets the person and makes ready for another. */
function next(): void {
  shown = null
  desk()?.next()
  open('scan')
}

function open(to: View): void {
  const aside = (one: View) => one !== 'scan' && one !== 'result'
  if (to !== view) history[aside(to) && !aside(view) ? 'pushState' : 'replaceState']({ view: to }, '')
  show(to)
}

function show(to: View): void {
  view = to === 'result' || to === 'checks' ? (shown ? to : 'scan') : to
  if (view !== 'scan') scan.camera.stop()
  draw()
  if (view === 'scan') wake()
  window.scrollTo(0, 0)
  focusStart()
}

function viewOf(state: unknown): View {
  const named = (state as { view?: View } | null)?.view
  return named ?? (shown ? 'result' : 'scan')
}

/** The camera does not run behind other windows. */
function rest(hidden: boolean): void {
  if (view !== 'scan') return
  if (hidden) scan.camera.stop()
  else wake()
}

function wake(): void {
  if (scan.camera.wanted && scan.camera.state.is === 'off') void scan.camera.start()
}

function draw(): void {
  const focused = document.activeElement?.id
  document.documentElement.lang = tag(language())
  document.title = t('title')
  document.body.dataset['view'] = view
  document.body.dataset['drop'] = t('dropHere')
  drawBar()
  drawNotice()
  element('answer').replaceChildren(...(shown && (view === 'result' || view === 'checks') ? [verdictBand(shown.report, view === 'checks', desk()?.because(shown), desk()?.undecided(shown))] : []))
  element('main').replaceChildren(content())
  element('foot').replaceChildren(...buttons())
  element('foot').className = view === 'scan' ? '' : 'foot'
  if (focused) document.getElementById(focused)?.focus()
}

function content(): HTMLElement {
  if (view === 'result' && shown) return resultView(shown, compare)
  if (view === 'checks' && shown) return checksView(shown, desk()?.checks(shown.report))
  if (view === 'lists' && listsPart) return listsPart.listsView({ changed: draw }, desk()?.lists())
  if (view === 'trip' && desk()) return desk()?.tripView(shown) ?? scan.element()
  return (view === 'keys' && desk()?.view()) || scan.element()
}

function drawBar(): void {
  const focused = document.activeElement?.id
  element('bar').replaceChildren(barContent({
    language: () => void loadSentences(otherLanguage()).catch(() => undefined).then(() => { switchLanguage(); draw() }),
    lists: () => (view === 'lists' ? back() : void openLists()),
    trip: () => (view === 'trip' ? back() : void openTrip()),
  }, view === 'lists'))
  if (focused && element('bar').contains(document.getElementById(focused))) document.getElementById(focused)?.focus()
}

/** The build became known, or a new one waits: nothing that is being typed or shown may go for it. */
function drawBuild(): void {
  drawNotice()
  document.getElementById('version')?.replaceChildren(versionLine())
}

/** A new build is offered between people, never over an answer. */
function drawNotice(): void {
  const offer = newBuildWaits() && view !== 'result' && view !== 'checks'
  element('notice').replaceChildren(...(offer ? [h('div', { class: 'wrap notice', id: 'update' },
    h('span', {}, t('updateReady')),
    h('button', { type: 'button', class: 'link strong', id: 'update-use', onclick: () => takeNewBuild() }, t('updateUse')))] : []))
}

function buttons(): HTMLElement[] {
  const wrap = (...children: HTMLElement[]) => [h('div', { class: 'wrap' }, ...children)]
  if (view === 'result') return wrap(nextButton(), h('button', { type: 'button', class: 'btn second', id: 'show-checks', onclick: () => open('checks') }, t('nineChecks')))
  if (view === 'checks') return wrap(h('button', { type: 'button', class: 'btn', id: 'back', onclick: back }, t('back')), copyButton())
  if (view === 'trip') return wrap(h('button', { type: 'button', class: 'btn', id: 'trip-use', onclick: () => desk()?.useTrip() }, t('tripUse')), backButton(' second'))
  if (view === 'lists' || view === 'keys') return wrap(backButton())
  return []
}

function backButton(kind = ''): HTMLElement {
  return h('button', { type: 'button', class: `btn${kind}`, id: 'back', onclick: back }, t(shown ? 'back' : 'backToScan'))
}

function nextButton(): HTMLElement {
  return h('button', { type: 'button', class: 'btn', id: 'next', onclick: next }, t('next'), h('kbd', {}, t('space')))
}

function copyButton(): HTMLElement {
  const button = h('button', { type: 'button', class: 'btn second', id: 'copy-report' }, t('copyReport'))
  button.addEventListener('click', () => {
    const copied = shown ? navigator.clipboard.writeText(reportText(shown.report)) : Promise.reject(new Error())
    copied.then(() => button.replaceChildren(t('copied')), () => button.replaceChildren(t('copyFailed')))
  })
  return button
}

function back(): void {
  history.back()
}

/** Puts the focus where reading begins, so that the keyboard goes on from there. */
function focusStart(): void {
  const start = document.getElementById('verdict-word') ?? element('main')
  start.focus({ preventScroll: true })
}
