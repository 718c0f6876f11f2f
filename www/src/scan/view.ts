/** Where codes come in: the camera, and every other way beside it. */
import { collectParts } from '../core'
import { asked, coming, desk, keySign, signs, type Dated } from '../desk/gate'
import { h, icon, panel, type Child } from '../dom'
import { age, isPast } from '../format'
import { t } from '../i18n'
import { lists } from '../lists/store'
import { versionLine } from '../pwa'
import { Camera, type CameraState } from './camera'
import { codesInFile, NoCode, type Code } from './files'
import { lookForCode } from './look'
import { PROBLEMS } from './problems'

export interface ScanEvents {
  text(text: string): void
  openLists(): void
  openKeys(): void
  openTrip(): void
  /** A question is to be asked: only answers to it are then taken. */
  ask(): void
}

/** The scan view keeps its camera while languages change and other views are shown. */
export class ScanView {
  readonly camera: Camera
  readonly #events: ScanEvents
  readonly #screen = h('div', { class: 'cam', id: 'camera' })
  readonly #progress = h('div', { id: 'scan-parts', role: 'status', class: 'answer' })
  readonly #message = h('div', { id: 'scan-message', role: 'status', class: 'answer' })
  #pasteOpen = false
  /** Codes read so far of a certificate that is spread over several. */
  #parts: string[] = []
  /** Files read in turn: an answer to an older one is late. */
  #round = 0

  constructor(events: ScanEvents) {
    this.#events = events
    this.camera = new Camera({
      changed: (state) => void this.#drawCamera(state),
      look: lookForCode,
      hit: (text) => events.text(text),
      goesOn: (text) => this.gather(text) === null,
    })
  }

  element(): HTMLElement {
    void this.#drawCamera(this.camera.state)
    const question = desk()?.question()
    return h('div', { class: 'wrap scan', id: 'scan' },
      h('section', { 'aria-labelledby': 'scan-title' },
        h('h1', { id: 'scan-title', class: 'scan-title' }, t('scanTitle')),
        desk()?.atScan(),
        question,
        this.#screen,
        this.#progress,
        h('p', { class: 'quiet scan-hint' }, t('scanHint')),
        !question && h('button', { class: 'link', type: 'button', id: 'ask', onclick: () => this.#events.ask() }, t('askFresh'))),
      h('div', { class: 'stack' },
        panel('trip-here', t('thisDesk'), desk()?.standing() ?? [h('p', { class: 'lead', id: 'trip-asks' }, asked() ?? t('thisDeskNone')),
          h('button', { class: 'link', type: 'button', id: 'trip-open', onclick: () => this.#events.openTrip() }, t(asked() ? 'tripChange' : 'tripSet'))]),
        panel('ways-title', t('waysTitle'), this.#message, this.#ways()),
        panel('lists-here', t('listsHere'), this.#listTable(),
          h('button', { class: 'link', type: 'button', id: 'lists-more', onclick: () => this.#events.openLists() }, t('listsMore')),
          h('p', { class: 'limits', id: 'version' }, versionLine()))))
  }

  /** Forgets what the last person left in the view. */
  clear(): void {
    this.#round++
    this.#message.replaceChildren()
    this.#forgetParts()
    this.#pasteOpen = false
  }

  /** The text of a whole certificate; `null` while other codes of it are still to be read. */
  gather(text: string): string | null {
    const parts = collectParts([...this.#parts, text])
    if (!parts) return text
    if (!this.#parts.includes(text)) this.#parts.push(text)
    if (parts.text) return parts.text
    this.#progress.replaceChildren(
      h('p', { class: 'strong' }, t('partsRead', { n: parts.have.length, of: parts.of })),
      h('p', {}, t('partsMissing', { numbers: parts.missing.join(t('comma')) })),
      h('button', { type: 'button', class: 'link', id: 'parts-forget', onclick: () => this.#forgetParts() }, t('partsForget')))
    return null
  }

  #forgetParts(): void {
    this.#parts = []
    this.#progress.replaceChildren()
  }

  say(message: Child): void {
    this.#message.replaceChildren(h('p', {}, message))
  }

  async readFile(file: File): Promise<void> {
    const round = ++this.#round
    const say = (message: Child) => {
      if (round === this.#round) this.say(message)
    }
    try {
      const codes = await codesInFile(file, say)
      if (round === this.#round) this.#take(codes)
    } catch (error) {
      say(h('span', { class: 'is-stop strong' }, error instanceof NoCode ? error.message : String(error)))
    }
  }

  #take(codes: readonly Code[]): void {
    const [only] = codes
    if (only && codes.length === 1) return this.#events.text(only.text)
    const choices = codes.map((code, i) => h('li', {},
      h('button', { class: 'link', type: 'button', 'data-test': 'code-choice', onclick: () => this.#events.text(code.text) },
        code.page ? t('codeOnPage', { n: i + 1, page: code.page }) : t('codeNumber', { n: i + 1 }))))
    this.#message.replaceChildren(h('p', { class: 'strong' }, t('severalCodes', { n: codes.length })), h('ul', {}, choices))
  }

  async #drawCamera(state: CameraState): Promise<void> {
    this.#screen.dataset['state'] = state.is
    if (state.is !== 'on') return this.#screen.replaceChildren(...this.#cameraOff(state))
    const { video } = this.camera
    const frame = h('div', { class: 'frame', 'aria-hidden': 'true' })
    const tools = h('div', { class: 'cam-tools' })
    const fill = (devices: readonly MediaDeviceInfo[]) => {
      tools.replaceChildren(...[this.#picker(devices), this.#torch(), this.#off()].filter((tool) => tool !== null))
    }
    fill([])
    this.#screen.replaceChildren(video, frame, tools)
    // an element put elsewhere in the page stops playing
    void video.play().catch(() => undefined)
    fill(await this.camera.devices())
  }

  #cameraOff(state: CameraState): HTMLElement[] {
    if (state.is === 'starting') return [h('p', { class: 'cam-note' }, t('cameraStarting'))]
    const start = h('button', { class: 'btn', type: 'button', id: 'camera-start', onclick: () => void this.camera.start() }, icon('camera'), t('cameraStart'))
    if (state.is !== 'problem') return [start]
    return [h('div', { class: 'cam-note', role: 'alert' }, h('p', { id: 'camera-problem', 'data-problem': state.problem }, t(PROBLEMS[state.problem])), start)]
  }

  #picker(devices: readonly MediaDeviceInfo[]): HTMLElement | null {
    if (devices.length < 2) return null
    const options = devices.map((device, i) => {
      const name = device.label || t('cameraNumber', { n: i + 1 })
      return h('option', { value: device.deviceId, selected: device.deviceId === this.camera.device }, name)
    })
    const select = h('select', { id: 'camera-pick', 'aria-label': t('cameraPick') }, options)
    select.addEventListener('change', () => void this.camera.choose(select.value))
    return select
  }

  #torch(): HTMLElement | null {
    if (!this.camera.hasTorch) return null
    const on = this.camera.torch
    const press = () => void this.camera.switchTorch()
    return h('button', { type: 'button', id: 'torch', 'aria-pressed': String(on), onclick: press }, icon('torch'), t(on ? 'torchOff' : 'torchOn'))
  }

  #off(): HTMLElement {
    return h('button', { type: 'button', id: 'camera-stop', onclick: () => this.camera.turnOff() }, t('cameraStop'))
  }

  #ways(): HTMLElement {
    return h('ul', { class: 'ways' },
      h('li', {}, this.#fileWay('photo', 'image/*', t('wayPhoto'), t('wayPhotoHint'))),
      h('li', {}, this.#fileWay('file', 'application/pdf,.pdf', t('wayPdf'), t('wayPdfHint'))),
      h('li', {}, this.#pasteWay()),
      h('li', {}, h('div', { class: 'way' }, icon('wedge'), way(t('wayWedge'), t('wayWedgeHint')))))
  }

  #fileWay(name: 'photo' | 'file', accept: string, title: string, hint: string): Child {
    const id = name === 'photo' ? 'photo-file' : 'pdf-file'
    const input = h('input', { type: 'file', id, class: 'vh', accept, 'aria-describedby': `${id}-hint` })
    input.addEventListener('change', () => {
      const file = input.files?.[0]
      input.value = ''
      if (file) void this.readFile(file)
    })
    return [input, h('label', { class: 'way', for: id }, icon(name), way(title, hint, `${id}-hint`))]
  }

  #pasteWay(): Child {
    const field = h('textarea', { id: 'paste-text', rows: 4, class: 'mono', autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false' })
    const go = () => {
      if (field.value.trim() !== '') this.#events.text(field.value)
      else field.focus()
    }
    // the text of a code is one line; a scanner ends it with Enter
    field.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
      event.preventDefault()
      go()
    })
    const form = h('div', { class: 'form', id: 'paste-form', hidden: !this.#pasteOpen },
      h('label', { for: 'paste-text' }, t('pasteLabel')), field,
      h('button', { type: 'button', class: 'btn', id: 'paste-go', onclick: go }, t('pasteGo')),
      h('button', { type: 'button', class: 'link', id: 'paste-clipboard', onclick: () => void this.#fromClipboard() }, t('pasteClipboard')))
    const open = h('button', { type: 'button', class: 'way', id: 'paste-open', 'aria-expanded': String(this.#pasteOpen), 'aria-controls': 'paste-form' },
      icon('paste'), way(t('wayPaste'), t('wayPasteHint')))
    open.addEventListener('click', () => {
      this.#pasteOpen = !this.#pasteOpen
      form.hidden = !this.#pasteOpen
      open.setAttribute('aria-expanded', String(this.#pasteOpen))
      if (this.#pasteOpen) field.focus()
    })
    return [open, form]
  }

  async #fromClipboard(): Promise<void> {
    try {
      const text = await navigator.clipboard.readText()
      if (text.trim() !== '') return this.#events.text(text)
    } catch {
      // refused by the officer or the browser: the field remains
    }
    this.#message.replaceChildren(h('p', { class: 'is-cond strong' }, t('pasteDenied')))
  }

  #listTable(): HTMLElement {
    const { list } = lists()
    const { rules, revocation } = signs()
    const dated = (name: string, of: Dated | undefined) => (of
      ? row(name, age(of.createdAt), isPast(of.expiresAt) ? stateOf('rule', t('outOfDate'), 'is-cond') : stateOf('tick', t('inDate'), 'is-none'))
      : row(name, '', stateOf('unknown', t(coming() ? 'loadingRow' : 'notLoaded'), 'is-none')))
    return h('table', { class: 'lists' }, h('tbody', {}, dated(t('listKeys'), list?.summary), dated(t('listRules'), rules), dated(t('listRevocations'), revocation), this.#keyRow()))
  }

  #keyRow(): HTMLElement {
    const sign = keySign()
    const toKeys = h('button', { type: 'button', class: 'link strong', id: 'keys-open', onclick: () => this.#events.openKeys() }, t(!sign ? 'keyLoad' : sign.locked ? 'keyUnlock' : 'keyShow'))
    const lock = sign && !sign.locked && h('button', { type: 'button', class: 'link strong', id: 'key-lock', onclick: () => desk()?.lock() }, t('keyLock'))
    return row(t('openingKey'), sign ? [sign.name, sign.locked && h('span', { class: 'line' }, t('keyLocked'))] : '', [lock, toKeys])
  }
}

function way(title: string, hint: string, id?: string): HTMLElement {
  return h('span', {}, h('span', { class: 't' }, title), h('span', { class: 'd', id }, hint))
}

function row(name: string, old: Child, state: Child): HTMLElement {
  return h('tr', {}, h('th', { scope: 'row' }, name), h('td', {}, old), h('td', {}, state))
}

function stateOf(shape: string, text: string, kind: string): HTMLElement {
  return h('span', { class: `state ${kind}` }, icon(shape), text)
}
