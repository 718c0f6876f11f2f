/** Reading a passport's lines by camera: loaded only when an officer asks for it. */
import { init, MrzCamera, type MrzSighting } from 'healthpass/passport'
import { facts, h } from '../dom'
import { country, when } from '../format'
import { sentence, t } from '../i18n'
import { Camera, type CameraState } from '../scan/camera'
import { middle } from '../scan/look'
import { PROBLEMS } from '../scan/problems'
import { words } from './words'

/** Part of the picture's height that is looked at: the guide and room above and below. */
const BAND = 0.5
/** Longest side given to the reader: three lines of a card need no more. */
const LONGEST = 1280

/** Stops the reading that runs now. */
let stopRunning = () => {}

/**
 * Puts the camera into `place` and asks the officer to confirm what was read; the other ways are hidden meanwhile.
 * `read` gets the confirmed lines.
 */
export function passportCamera(place: HTMLElement, others: readonly HTMLElement[], read: (lines: readonly string[]) => void): void {
  stopRunning()
  const w = words()
  const reader = start()
  const screen = h('div', { class: 'cam passport-cam', id: 'passport-screen' })
  const hint = h('p', { class: 'strong', id: 'passport-hint', role: 'status' }, w.starting)
  /** The last sighting that can be shown to be confirmed. */
  let sighting: MrzSighting | null = null
  const camera = new Camera({ changed: draw, look, hit: confirm, goesOn: () => false })

  function draw(state: CameraState): void {
    screen.dataset['state'] = state.is
    if (state.is === 'on') {
      screen.replaceChildren(camera.video, h('div', { class: 'zone', 'aria-hidden': 'true' }))
      // an element put elsewhere in the page stops playing
      void camera.video.play().catch(() => undefined)
    } else if (state.is === 'problem') {
      screen.replaceChildren(h('p', { class: 'cam-note', role: 'alert', 'data-problem': state.problem }, t(PROBLEMS[state.problem])))
      hideOthers(false)
      hint.replaceChildren()
    } else screen.replaceChildren(h('p', { class: 'cam-note' }, t('cameraStarting')))
  }

  async function look(video: HTMLVideoElement): Promise<string | undefined> {
    const mrz = await reader
    // leaving the answer leaves the camera on: nobody sees what it sees
    if (!place.isConnected) return void stopRunning()
    const image = middle(video, video.videoWidth, Math.round(video.videoHeight * BAND), LONGEST)
    if (!image) return undefined
    const seen = mrz.read(image.data, image.width, image.height)
    if (seen.steady && seen.checksHold && seen.lines) {
      sighting = seen
      return seen.lines.join('\n')
    }
    say(seen)
    return undefined
  }

  function say({ checksHold, lines, hint: code }: MrzSighting): void {
    const text = checksHold && lines ? w.steady : (code && sentence(`reason.${code}`)) || w.looking
    if (hint.textContent !== text) hint.textContent = text
  }

  function confirm(): void {
    const lines = sighting?.lines
    const fields = sighting?.mrz?.fields
    if (!lines || !fields) return
    const use = h('button', { type: 'button', class: 'btn', id: 'passport-use', onclick: () => { close(); read(lines) } }, w.use)
    place.replaceChildren(h('div', { class: 'form', id: 'passport-confirm' },
      h('h3', { tabindex: -1, id: 'passport-confirm-title' }, w.confirm),
      h('p', {}, w.confirmWhy),
      facts([
        [w.surname, fields.surname], [w.givenNames, fields.givenNames], [w.nativeName, fields.nativeName], [w.number, h('span', { class: 'mono' }, fields.number)],
        [w.birth, fields.birthDate && when(fields.birthDate)], [w.sex, fields.sex], [w.expiry, fields.expiresOn && when(fields.expiresOn)],
        [w.nationality, country(fields.nationality)], [w.issuer, country(fields.issuer)],
      ]),
      h('pre', { class: 'mono zone-lines', 'aria-label': w.lines }, lines.join('\n')),
      h('div', { class: 'two' }, use, h('button', { type: 'button', class: 'btn second', id: 'passport-again', onclick: again }, w.again))))
    document.getElementById('passport-confirm-title')?.focus()
  }

  function again(): void {
    sighting = null
    show()
    void reader.then((mrz) => mrz.reset())
    void camera.start()
  }

  function show(): void {
    place.replaceChildren(h('div', { class: 'form' }, h('p', {}, w.guide), screen, hint,
      h('button', { type: 'button', class: 'btn second', id: 'passport-off', onclick: close }, w.off)))
  }

  function hideOthers(hidden: boolean): void {
    for (const other of others) other.hidden = hidden
  }

  function close(): void {
    camera.turnOff()
    // what it saw is forgotten with the passport
    void reader.then((mrz) => mrz.reset(), () => undefined)
    place.replaceChildren()
    hideOthers(false)
    others[0]?.focus()
  }

  stopRunning = () => {
    camera.turnOff()
    void reader.then((mrz) => mrz.reset(), () => undefined)
  }
  hideOthers(true)
  show()
  void camera.start()
  reader.catch(() => {
    close()
    place.replaceChildren(h('p', { class: 'is-stop strong', role: 'alert' }, t('passportCameraFailed')))
  })
}

async function start(): Promise<MrzCamera> {
  await init()
  return new MrzCamera()
}
