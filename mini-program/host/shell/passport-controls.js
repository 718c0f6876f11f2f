import { PASSPORTS } from '../camera/passports.js'
import { choice, make, row } from './dom.js'
import { restartWith, settings } from './settings.js'
import { wordsFor } from './words.js'

const words = wordsFor(settings.language)

/** Commands after which a passport slips off: in the middle of its files. */
const HALF_WAY = 14

const people = PASSPORTS.map(({ id, name }) => /** @type {[string, string]} */ ([id, name]))

/** What the camera sees. @param {{ app: any }} connected */
function cameraControl(connected) {
  const scenes = /** @type {[string, string][]} */ ([...people, ['nothing', words.nothing], ['device', words.device], ['denied', words.denied]])
  return row(words.camera, choice(scenes, settings.camera || PASSPORTS[0].id, (value) => {
    const fixed = ['device', 'denied']
    // which camera there is, is asked when a page shows one
    if (fixed.includes(value) || fixed.includes(settings.camera)) restartWith({ camera: value })
    else connected.app.host.camera.showPassport(value === 'nothing' ? null : value)
  }))
}

/** What lies on the phone's reader. @param {{ app: any }} connected */
function readerControls(connected) {
  let [passport, kind] = [PASSPORTS[0].id, 'genuine']
  const kinds = /** @type {[string, string][]} */ (Object.entries(words.kinds))
  const trouble = make('p', { 'aria-live': 'polite' })
  const present = async () => {
    const fault = kind === 'lost' ? { lostAfter: HALF_WAY } : kind === 'genuine' ? {} : { [kind]: true }
    trouble.textContent = ''
    await connected.app.host.reader.present(passport, fault).catch(() => { trouble.textContent = words.noChips })
  }
  return make('div', { className: 'passport-controls' },
    row(words.chip, choice(people, passport, (value) => { passport = value })),
    row(words.chipKind, choice(kinds, kind, (value) => { kind = value })),
    make('button', { type: 'button', className: 'control-button', textContent: words.present, onclick: present }),
    make('button', { type: 'button', className: 'link', textContent: words.remove, onclick: () => connected.app.host.reader.remove() }),
    trouble)
}

/** Passports for the camera and for the reader. @param {{ app: any }} connected */
export const passportControls = (connected) => [cameraControl(connected), readerControls(connected)]
