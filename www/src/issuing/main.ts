/** The demo's issuing desk: a wallet's request in, the demo server's answer out. */
import { element, h, icon, panel, type Child } from '../dom'
import { Camera, type CameraState } from '../scan/camera'
import { lookForCode } from '../scan/look'
import { languageTag, switchLanguage, w } from './words'

/** Where the demo's server answers requests. */
const ROUTE = '/desk/issue'
const REQUEST = /^\s*HPR1:/i

let request = ''
let answer = ''
let message: Child = null
let looking = false

const camera = new Camera({
  changed: drawCamera,
  look: lookForCode,
  hit: (text) => {
    looking = false
    take(text)
  },
  goesOn: (text) => !REQUEST.test(text),
})

draw()
addEventListener('pagehide', () => camera.turnOff())

function take(text: string): void {
  request = text.trim()
  void send()
}

async function send(): Promise<void> {
  answer = ''
  if (!REQUEST.test(request)) return say(stop(w('notRequest')))
  say(w('answering'))
  try {
    const response = await fetch(ROUTE, { method: 'POST', body: request, headers: { 'content-type': 'text/plain' } })
    const text = (await response.text()).trim()
    if (!response.ok) return say(stop(w('refused', text || String(response.status))))
    answer = text
    say(null)
    document.getElementById('answer-text')?.focus()
  } catch (error) {
    say(stop(w('failed', error instanceof Error ? error.message : String(error))))
  }
}

function say(what: Child): void {
  message = what
  draw()
}

function stop(text: string): HTMLElement {
  return h('span', { class: 'is-stop strong' }, text)
}

function draw(): void {
  const focused = document.activeElement?.id
  document.documentElement.lang = languageTag()
  document.title = `Healthpass: ${w('title')}`
  element('bar').replaceChildren(h('div', { class: 'wrap' },
    h('p', { class: 'place' }, w('title')),
    h('div', { class: 'tools' }, h('button', { type: 'button', class: 'link', id: 'language', onclick: () => { switchLanguage(); draw() } }, w('language')))))
  element('main').replaceChildren(h('div', { class: 'wrap cols' },
    h('div', { class: 'stack' }, h('div', {}, h('h1', {}, w('title')), h('p', { class: 'lead' }, w('what'))), panel('request-title', w('requestTitle'), asking())),
    panel('answer-title', w('answerTitle'), answered())))
  drawCamera(camera.state)
  if (focused) document.getElementById(focused)?.focus()
}

function asking(): HTMLElement {
  const field = h('textarea', { id: 'request', rows: 6, class: 'mono', autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false' })
  field.value = request
  field.addEventListener('input', () => (request = field.value))
  const submit = (event: Event) => {
    event.preventDefault()
    take(field.value)
  }
  const look = () => {
    looking = true
    draw()
    void camera.start()
  }
  return h('form', { class: 'form', onsubmit: submit },
    looking ? h('div', { class: 'cam', id: 'camera' }) : h('button', { type: 'button', class: 'btn second', id: 'scan', onclick: look }, icon('camera'), w('scan')),
    looking && h('p', { class: 'quiet' }, w('scanning')),
    looking && h('button', { type: 'button', class: 'btn second', id: 'scan-off', onclick: off }, w('scanOff')),
    h('label', { for: 'request' }, w('requestLabel')), field,
    h('div', { id: 'message', role: 'status', class: 'answer' }, message),
    h('button', { class: 'btn', id: 'send' }, w('answer')))
}

function off(): void {
  looking = false
  camera.turnOff()
  draw()
}

function drawCamera(state: CameraState): void {
  const screen = document.getElementById('camera')
  if (!screen) return
  screen.dataset['state'] = state.is
  if (state.is === 'problem') {
    looking = false
    return say(stop(w('cameraFailed')))
  }
  if (state.is !== 'on') return screen.replaceChildren()
  screen.replaceChildren(camera.video, h('div', { class: 'frame', 'aria-hidden': 'true' }))
  // an element put elsewhere in the page stops playing
  void camera.video.play().catch(() => undefined)
}

function answered(): Child {
  if (!answer) return h('p', { class: 'lead quiet' }, w('answerNone'))
  const field = h('textarea', { id: 'answer-text', rows: 10, class: 'mono', readonly: true, spellcheck: 'false' })
  field.value = answer
  const copy = h('button', { type: 'button', class: 'btn', id: 'copy' }, w('copy'))
  copy.addEventListener('click', () => {
    void navigator.clipboard.writeText(answer).then(() => copy.replaceChildren(w('copied')), () => { copy.replaceChildren(w('copyFailed')); field.select() })
  })
  const file = URL.createObjectURL(new Blob([answer], { type: 'text/plain' }))
  return h('div', { class: 'form' },
    h('p', {}, w('answerWhat')),
    h('label', { for: 'answer-text' }, w('answerLabel')), field,
    h('div', { class: 'two' }, copy, h('a', { class: 'btn second', id: 'download', href: file, download: 'healthpass-answer.txt' }, w('download'))))
}
