/** Dropping on the page, and pasting anywhere in it. */
import { isField } from './wedge'

export interface GivenEvents {
  text(text: string): void
  file(file: File): void
}

export function listenForDrops(events: GivenEvents): void {
  let depth = 0
  const mark = (change: number) => {
    depth = Math.max(0, depth + change)
    document.body.classList.toggle('dropping', depth > 0)
  }
  document.addEventListener('dragenter', () => mark(1))
  document.addEventListener('dragleave', () => mark(-1))
  document.addEventListener('dragover', (event) => event.preventDefault())
  document.addEventListener('drop', (event) => {
    event.preventDefault()
    mark(-depth)
    give(event.dataTransfer, events)
  })
}

export function listenForPaste(events: GivenEvents): void {
  document.addEventListener('paste', (event) => {
    if (isField(event.target)) return
    event.preventDefault()
    give(event.clipboardData, events)
  })
}

function give(data: DataTransfer | null, events: GivenEvents): void {
  const file = data?.files[0]
  const text = data?.getData('text/plain') ?? ''
  if (file) events.file(file)
  else if (text.trim() !== '') events.text(text)
}
