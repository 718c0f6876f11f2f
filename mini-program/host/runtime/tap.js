import { glassEasel } from 'glass-easel-miniprogram-adapter'

/** Roles that are pressed; what has one and a tap handler can be reached and pressed by keyboard. */
const PRESSED_ROLES = ['button', 'link', 'checkbox', 'radio', 'switch', 'tab', 'option', 'menuitem']

/** @param {string | null | undefined} role */
export const isPressedRole = (role) => PRESSED_ROLES.includes(String(role))

/** Taps an element as a finger in its middle would. @param {Element} element */
export function tap(element) {
  const target = /** @type {any} */ (element).__wxElement
  if (!target || element.closest('[disabled]')) return
  const { left, top, width, height } = element.getBoundingClientRect()
  const detail = { x: left + width / 2, y: top + height / 2 }
  glassEasel.triggerEvent(target, 'tap', detail, { bubbles: true, composed: true })
}

/** Enter presses at once, Space on release, as browsers do with their own buttons. */
export function pressByKeyboard() {
  const pressable = (/** @type {KeyboardEvent} */ event) => {
    const element = /** @type {Element} */ (event.target)
    return element.matches('[role][tabindex="0"]') && isPressedRole(element.getAttribute('role')) ? element : null
  }
  document.addEventListener('keydown', (event) => {
    const element = pressable(event)
    if (!element || (event.key !== 'Enter' && event.key !== ' ')) return
    event.preventDefault()
    if (event.key === 'Enter' && !event.repeat) tap(element)
  })
  document.addEventListener('keyup', (event) => {
    const element = pressable(event)
    if (element && event.key === ' ') tap(element)
  })
}

/** `hover-class` while a finger or the mouse is down. */
export function showPresses() {
  /** @type {(() => void)[]} */
  let release = []
  document.addEventListener('pointerdown', (event) => {
    for (let node = /** @type {any} */ (event.target); node; node = node.parentElement) {
      const element = node.__wxElement
      const hover = element?.data?.hoverClass
      if (!hover || hover === 'none' || node.closest('[disabled]')) continue
      const classes = hover.split(' ').filter(Boolean)
      classes.forEach((/** @type {string} */ name) => element.classList.toggle(name, true))
      release.push(() => classes.forEach((/** @type {string} */ name) => element.classList.toggle(name, false)))
      if (element.data.hoverStopPropagation) break
    }
  })
  for (const end of ['pointerup', 'pointercancel', 'dragend']) {
    document.addEventListener(end, () => {
      release.forEach((undo) => setTimeout(undo, 70))
      release = []
    })
  }
}
