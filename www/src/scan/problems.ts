import type { Key } from '../i18n'
import type { CameraProblem } from './camera'

/** What is said when the camera does not start. */
export const PROBLEMS: Record<CameraProblem, Key> = {
  denied: 'cameraDenied',
  missing: 'cameraMissing',
  busy: 'cameraBusy',
  insecure: 'cameraInsecure',
  reader: 'scannerFailed',
}
