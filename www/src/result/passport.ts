/** Entering the passport's machine readable lines. */
import { readPassport } from '../core'
import { h, icon, type Child } from '../dom'
import { because } from '../format'
import { t } from '../i18n'
import type { Shown } from './shown'

/** Lines of the three sizes of documents, ICAO 9303 parts 4 to 6: how many and how long. */
const SIZES = [[2, 44], [2, 36], [3, 30]] as const

/** `go` is what the button says that hands the lines over. */
export function passportForm(shown: Shown, compared: (lines: readonly string[] | null) => void, go = t('passportGo')): Child {
  const lines = shown.passport?.lines ?? []
  const field = h('textarea', { id: 'mrz-text', rows: 3, class: 'mono mrz', autocomplete: 'off', autocapitalize: 'characters', spellcheck: 'false', 'aria-describedby': 'mrz-hint' })
  field.value = lines.join('\n')
  const answer = h('div', { id: 'mrz-answer', role: 'status', class: 'answer' })
  const submit = (event: Event) => {
    event.preventDefault()
    const typed = linesOf(field.value)
    if (typed.length === 0) return shown.passport ? compared(null) : field.focus()
    const { ok, reasons } = readPassport(typed)
    if (ok) return compared(typed)
    answer.replaceChildren(h('p', { class: 'is-stop strong' }, t('passportSlip')), ...reasons.map((reason) => h('p', {}, because(reason))))
  }
  const eye = h('div', { id: 'passport-eye' })
  const look = async () => {
    try {
      // the reader is large and few comparisons need it
      const { passportCamera } = await import('../passport/camera')
      passportCamera(eye, [button, form], compared)
    } catch {
      eye.replaceChildren(h('p', { class: 'is-stop strong', role: 'alert' }, t('passportCameraFailed')))
    }
  }
  const button = h('button', { type: 'button', class: 'btn second', id: 'passport-camera', onclick: () => void look() }, icon('camera'), t('passportCamera'))
  const form = h('form', { class: 'form', onsubmit: submit },
    h('label', { for: 'mrz-text' }, t('passportLabel')), field,
    h('p', { class: 'small quiet', id: 'mrz-hint' }, t('passportHint')),
    answer,
    h('button', { class: 'btn second', id: 'mrz-go' }, go))
  return h('details', { class: 'passport', id: 'passport' },
    h('summary', { id: 'passport-open' }, t(shown.passport ? 'passportChange' : 'passportOpen')),
    button, eye, form)
}

/** Lines as typed, pasted or sent by a passport reader, also when they came as one. */
export function linesOf(text: string): string[] {
  const lines = text.toUpperCase().split(/[\r\n]+/).map((line) => line.replace(/\s/g, '').replace(/«/g, '<')).filter(Boolean)
  const [only] = lines
  if (!only || lines.length > 1) return lines
  const size = SIZES.find(([count, length]) => only.length === count * length)
  return size ? only.match(new RegExp(`.{${size[1]}}`, 'g')) ?? lines : lines
}

/** Whether a text is a passport's lines rather than a code. */
export function isPassport(text: string): boolean {
  const lines = linesOf(text)
  return SIZES.some(([count, length]) => lines.length === count && lines.every((line) => line.length === length && /^[A-Z0-9<]+$/.test(line)))
}
