/** Keeping the page on the device, saying which build it is, and taking up a new one only when asked. */
import { coreVersion } from './core'
import { t } from './i18n'

let build: string | null = null
let waiting: ServiceWorker | null = null

/** Starts keeping; `changed` is called when the build is known or a new one waits. */
export async function keepOnDevice(changed: () => void): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  let asked = false
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (asked) location.reload()
  })
  try {
    const registration = await navigator.serviceWorker.register('sw.js')
    registration.addEventListener('updatefound', () => watch(registration, changed))
    watch(registration, changed)
    takeNewBuild = () => {
      asked = true
      waiting?.postMessage('use-now')
    }
    await navigator.serviceWorker.ready
    build = await askBuild(registration)
    changed()
  } catch {
    // private windows and policies may forbid it: the page then says that it is not saved
  }
}

/** Restarts the page with the build that waits. */
export let takeNewBuild: () => void = () => {}

export function newBuildWaits(): boolean {
  return waiting !== null
}

export function versionLine(): string {
  if (!coreVersion()) return ''
  const saved = build ? t('savedOffline', { build }) : t('notSavedOffline')
  return `${t('version', { version: coreVersion() })}${t('comma')}${saved}`
}

function watch(registration: ServiceWorkerRegistration, changed: () => void): void {
  const look = () => {
    // without a controller this is the first visit: nothing older is in use
    if (!registration.waiting || !navigator.serviceWorker.controller) return
    waiting = registration.waiting
    changed()
  }
  registration.installing?.addEventListener('statechange', look)
  look()
}

async function askBuild(registration: ServiceWorkerRegistration): Promise<string | null> {
  const worker = registration.active
  if (!worker) return null
  const channel = new MessageChannel()
  const answer = new Promise<string>((resolve) => {
    channel.port1.onmessage = (event: MessageEvent<string>) => resolve(event.data)
  })
  worker.postMessage('which-build', [channel.port2])
  return answer
}
