/** A QR symbol as a picture that is sharp at every size. */
import type { QrCode } from 'healthpass/desk'

/** Light modules around it, ISO/IEC 18004 section 6.3.8. */
const QUIET = 4
const SVG = 'http://www.w3.org/2000/svg'

/** Black on white in every theme: scanners want it so. */
export function symbol({ size, modules }: QrCode, label: string): SVGSVGElement {
  const bits = Uint8Array.from(atob(modules), (letter) => letter.charCodeAt(0))
  const dark = (row: number, column: number) => {
    const at = row * size + column
    return ((bits[at >> 3] ?? 0) >> (7 - (at & 7)) & 1) === 1
  }
  let path = ''
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) if (dark(row, column)) path += `M${column + QUIET} ${row + QUIET}h1v1h-1z`
  }
  const whole = size + 2 * QUIET
  const svg = make('svg', { viewBox: `0 0 ${whole} ${whole}`, role: 'img', 'aria-label': label, 'shape-rendering': 'crispEdges', class: 'symbol' })
  svg.append(make('rect', { width: whole, height: whole, fill: '#fff' }), make('path', { d: path, fill: '#000' }))
  return svg
}

function make<K extends keyof SVGElementTagNameMap>(name: K, attributes: Readonly<Record<string, string | number>>): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SVG, name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value))
  return element
}
