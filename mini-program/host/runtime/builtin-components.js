import { builtins } from '../builtin/index.js'
import { isPressedRole } from './tap.js'

/** ARIA of WeChat's accessibility guide, as properties: `aria-label` arrives as `ariaLabel`. */
const ARIA = [
  'atomic', 'busy', 'checked', 'controls', 'current', 'describedby', 'description', 'disabled', 'errormessage', 'expanded', 'haspopup', 'hidden', 'invalid',
  'label', 'labelledby', 'level', 'live', 'modal', 'multiselectable', 'orientation', 'placeholder', 'posinset', 'pressed', 'readonly', 'required',
  'roledescription', 'selected', 'setsize', 'valuemax', 'valuemin', 'valuenow', 'valuetext',
]
const REFERENCES = new Set(['ariaDescribedby', 'ariaLabelledby', 'ariaControls', 'ariaErrormessage'])

const propertyOf = (/** @type {string} */ name) => `aria${name[0].toUpperCase()}${name.slice(1)}`
const attributeOf = (/** @type {string} */ property) => property.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

/** Ids are written to the DOM with their component's prefix. @param {any} component @param {string} ids */
function domIds(component, ids) {
  const prefix = component._$.ownerShadowRoot?.getHostNode()._$idPrefix
  return ids.split(/\s+/).filter(Boolean).map((id) => (prefix ? `${prefix}--${id}` : id)).join(' ')
}

/** @param {Element} element @param {string} name @param {unknown} value */
function setAttribute(element, name, value) {
  if (value === '' || value === undefined || value === null || (value === false && !name.startsWith('aria-'))) element.removeAttribute(name)
  else element.setAttribute(name, value === true && !name.startsWith('aria-') ? '' : String(value))
}

/** Pressed roles can be reached by keyboard unless they are disabled or hold a control of their own. @param {Element} host */
function updateFocus(host) {
  if (!isPressedRole(host.getAttribute('role'))) return
  const disabled = host.hasAttribute('disabled')
  host.setAttribute('tabindex', disabled ? '-1' : '0')
  if (disabled) host.setAttribute('aria-disabled', 'true')
  else if (host.getAttribute('aria-disabled') === 'true') host.removeAttribute('aria-disabled')
}

/** Adds to a builtin what all have: ARIA and chosen properties as attributes, its role, its own tap. @param {any} definition */
function complete(definition) {
  const { role, reflect = [], ariaOnNative = false, ...component } = definition
  const properties = { ...component.properties, ariaRole: { type: null, value: '' } }
  const observers = { ...component.observers }
  const observe = (/** @type {string} */ property, /** @type {Function} */ react) => {
    const own = observers[property]
    observers[property] = function observed(/** @type {unknown} */ value) {
      if (own) own.call(this, value)
      react(this, value)
    }
  }
  const host = (self) => self._$.getBackendElement()
  const named = (self) => (ariaOnNative && self._$.getShadowRoot().querySelector('.n')?.getBackendElement()) || host(self)

  for (const name of ARIA) {
    const property = propertyOf(name)
    properties[property] = { type: null, value: '' }
    observe(property, (self, /** @type {unknown} */ value) => {
      setAttribute(named(self), `aria-${name}`, REFERENCES.has(property) ? domIds(self, String(value)) : value)
    })
  }
  for (const property of new Set([...reflect, ...('disabled' in properties ? ['disabled'] : [])])) {
    observe(property, (self, /** @type {unknown} */ value) => {
      setAttribute(host(self), attributeOf(property), value)
      updateFocus(host(self))
    })
  }
  observe('ariaRole', (self, /** @type {string} */ value) => {
    setAttribute(host(self), 'role', value || role || '')
    updateFocus(host(self))
  })
  const { attached } = component.lifetimes || {}
  return {
    ...component,
    properties,
    observers,
    lifetimes: {
      ...component.lifetimes,
      attached() {
        const element = host(this)
        setAttribute(element, 'role', this.data.ariaRole || role || '')
        for (const property of reflect) setAttribute(element, attributeOf(property), this.data[property])
        updateFocus(element)
        if (this.onTap) this._$.addListener('tap', (event) => this.onTap(event))
        if (attached) attached.call(this)
      },
    },
  }
}

/** Every builtin's complete definition, by tag. */
export const builtinDefinitions = Object.fromEntries(Object.entries(builtins).map(([tag, definition]) => [tag, complete(definition)]))
