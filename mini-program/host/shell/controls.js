import { toast } from './dialogs.js'
import { choice, find, make, openDialog, row } from './dom.js'
import { passportControls } from './passport-controls.js'
import { now, PHONES, restartWith, setTheme, settings } from './settings.js'
import { redraw } from './title-bar.js'
import { wordsFor } from './words.js'

const words = wordsFor(settings.language)

/** A Date as `<input type="datetime-local">` writes it. @param {Date} date */
const local = (date) => new Date(date.getTime() - date.getTimezoneOffset() * 60000).toISOString().slice(0, 16)

/** @param {{ app: any }} connected */
function erase(connected) {
  connected.app.erase()
  toast({ title: words.erased })
  setTimeout(() => location.reload(), 600)
}

/** The few things a person may want to change about the phone. @param {{ app: any }} connected */
function controls(connected) {
  const language = choice([['zh_CN', '中文'], ['en', 'English']], settings.language, (value) => restartWith({ language: value }))
  const themes = /** @type {[string, string][]} */ ([['system', words.system], ['light', words.light], ['dark', words.dark]])
  const theme = choice(themes, settings.theme, (value) => {
    setTheme(value)
    redraw()
  })
  const clock = make('input', {
    type: 'datetime-local', value: local(now()),
    onchange: () => { if (clock.value) restartWith({ at: new Date(clock.value).toISOString() }) },
  })
  const real = make('button', {
    type: 'button', className: 'link', textContent: words.now, hidden: !settings.at, onclick: () => restartWith({ at: '' }),
  })
  const clear = make('button', { type: 'button', className: 'link', textContent: words.erase, onclick: () => erase(connected) })
  const phones = PHONES.map((phone) => /** @type {[string, string]} */ ([phone, words.phones[phone]]))
  const phone = choice(phones, settings.phone, (value) => restartWith({ phone: value }))
  const rows = [row(words.language, language), row(words.theme, theme), row(words.clock, clock), real, row(words.phone, phone)]
  return make('div', { className: 'controls' }, ...rows, ...passportControls(connected), clear)
}

/** The capsule's two buttons, and the same controls beside the phone where there is room. @param {{ app: any }} connected */
export function connectControls(connected) {
  find('.side').append(controls(connected))
  const menu = find('.capsule-menu')
  menu.setAttribute('aria-label', words.menu)
  menu.onclick = () => openDialog('sheet', (/** @type {(result: null) => void} */ close) => make('div', { className: 'sheet-panel' },
    make('div', { className: 'picker-head' }, make('span'), make('h2', { className: 'picker-title', textContent: words.menu }),
      make('button', { type: 'button', className: 'picker-ok', textContent: words.close, onclick: () => close(null) })),
    controls(connected)), { dismissed: null, label: words.menu })
  const leave = find('.capsule-close')
  leave.setAttribute('aria-label', words.leave)
  leave.onclick = async () => {
    connected.app?.setForeground(false)
    await openDialog('centre away', (/** @type {(result: null) => void} */ close) => make('div', { className: 'modal' },
      make('p', { className: 'modal-content alone', textContent: words.away }),
      make('div', { className: 'modal-buttons' }, make('button', {
        type: 'button', className: 'modal-button confirm', textContent: words.resume, onclick: () => close(null),
      }))), { dismissed: null, label: words.away, stubborn: true })
    connected.app?.setForeground(true)
  }
}
