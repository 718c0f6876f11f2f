/** The little that a page without a framework needs to build elements. */

type Handler = (event: never) => void
type Value = string | number | boolean | undefined | Handler
export type Props = Readonly<Record<string, Value>>
export type Child = Node | string | number | false | null | undefined | readonly Child[]

/** An element with attributes, `on...` listeners and children; `false` and `undefined` are left out. */
export function h<K extends keyof HTMLElementTagNameMap>(
  name: K,
  props: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(props)) {
    if (typeof value === 'function') element.addEventListener(key.slice(2), value as EventListener)
    else if (value !== undefined && value !== false) element.setAttribute(key, value === true ? '' : String(value))
  }
  append(element, children)
  return element
}

function append(to: Node, children: readonly Child[]): void {
  for (const child of children) {
    if (Array.isArray(child)) append(to, child as readonly Child[])
    else if (child instanceof Node) to.appendChild(child)
    else if (typeof child === 'string' || typeof child === 'number') to.appendChild(document.createTextNode(String(child)))
  }
}

export function icon(name: string): HTMLElement {
  return h('i', { class: `i i-${name}`, 'aria-hidden': 'true' })
}

export function element(id: string): HTMLElement {
  const found = document.getElementById(id)
  if (!found) throw new Error(`no #${id} in the page`)
  return found
}

/** Fact rows: label and value; rows without a value are left out. */
export function facts(rows: readonly (readonly [Child, Child])[]): HTMLElement {
  const shown = rows.filter(([, value]) => !isEmpty(value))
  return h('dl', { class: 'facts' }, shown.map(([label, value]) => h('div', {}, h('dt', {}, label), h('dd', {}, value))))
}

function isEmpty(child: Child): boolean {
  if (Array.isArray(child)) return (child as readonly Child[]).every(isEmpty)
  return child === undefined || child === null || child === false || child === ''
}

/** A titled section. */
export function panel(id: string, title: string, ...children: Child[]): HTMLElement {
  return h('section', { class: 'panel', 'aria-labelledby': id }, h('h2', { id }, title), children)
}
