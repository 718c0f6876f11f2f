/** The camera: starts, gives frames to a reader, stops after a hit. */

export type CameraProblem = 'denied' | 'missing' | 'busy' | 'insecure' | 'reader'
export type CameraState = { readonly is: 'off' | 'starting' | 'on' } | { readonly is: 'problem'; readonly problem: CameraProblem }

export interface CameraEvents {
  changed(state: CameraState): void
  /** Looks at one frame; a frame that cannot be had is `undefined`, and so is a frame without a hit. */
  look(video: HTMLVideoElement, frame: number): Promise<string | undefined>
  hit(text: string): void
  /** Whether `text` is one of several codes and the camera is to look for the next. */
  goesOn(text: string): boolean
}

export class Camera {
  readonly video: HTMLVideoElement
  readonly #events: CameraEvents
  #stream: MediaStream | null = null
  #state: CameraState = { is: 'off' }
  #device: string | undefined
  #frames = 0
  #torch = false
  #wanted = false
  /** Raised by every start and stop: an answer to an older one is late. */
  #round = 0

  constructor(events: CameraEvents) {
    this.#events = events
    this.video = document.createElement('video')
    this.video.muted = true
    this.video.playsInline = true
    this.video.setAttribute('aria-hidden', 'true')
  }

  get state(): CameraState {
    return this.#state
  }

  /** The officer works with the camera: the next person needs it again. */
  get wanted(): boolean {
    return this.#wanted
  }

  async start(): Promise<void> {
    this.#wanted = true
    this.#release()
    const round = ++this.#round
    this.#set({ is: 'starting' })
    try {
      const stream = await this.#open()
      if (round !== this.#round) return stopTracks(stream)
      this.#stream = stream
      this.video.srcObject = stream
      this.#device = stream.getVideoTracks()[0]?.getSettings().deviceId
      stream.getVideoTracks()[0]?.addEventListener('ended', () => this.#fail(round, 'busy'))
      await this.video.play()
    } catch (error) {
      this.#fail(round, problemOf(error))
      return
    }
    if (round !== this.#round) return
    this.#set({ is: 'on' })
    this.#next(round)
  }

  /** Stops for now. */
  stop(): void {
    this.#round++
    this.#release()
    if (this.#state.is !== 'problem') this.#set({ is: 'off' })
  }

  /** Stops until the officer wants it again. */
  turnOff(): void {
    this.#wanted = false
    this.stop()
  }

  /** Cameras to choose from; named only once the camera is allowed. */
  async devices(): Promise<MediaDeviceInfo[]> {
    const all = (await navigator.mediaDevices?.enumerateDevices()) ?? []
    return all.filter((device) => device.kind === 'videoinput' && device.deviceId !== '')
  }

  get device(): string | undefined {
    return this.#device
  }

  choose(device: string): Promise<void> {
    this.#device = device
    return this.start()
  }

  get hasTorch(): boolean {
    const capabilities = this.#track?.getCapabilities?.() as { torch?: boolean } | undefined
    return capabilities?.torch === true
  }

  get torch(): boolean {
    return this.#torch
  }

  async switchTorch(): Promise<void> {
    const torch = !this.#torch
    await this.#track?.applyConstraints({ advanced: [{ torch } as MediaTrackConstraintSet] })
    this.#torch = torch
    this.#events.changed(this.#state)
  }

  get #track(): MediaStreamTrack | undefined {
    return this.#stream?.getVideoTracks()[0]
  }

  async #open(): Promise<MediaStream> {
    if (!navigator.mediaDevices) throw new DOMException('', 'SecurityError')
    const which = this.#device ? { deviceId: { exact: this.#device } } : { facingMode: { ideal: 'environment' } }
    const video = { ...which, width: { ideal: 1280 }, height: { ideal: 720 } }
    return navigator.mediaDevices.getUserMedia({ audio: false, video })
  }

  #fail(round: number, problem: CameraProblem): void {
    if (round !== this.#round) return
    this.#round++
    this.#release()
    // a camera that was unplugged must not be asked for again
    this.#device = undefined
    this.#wanted = false
    this.#set({ is: 'problem', problem })
  }

  #release(): void {
    if (this.#stream) stopTracks(this.#stream)
    this.#stream = null
    this.video.srcObject = null
    this.#torch = false
  }

  #set(state: CameraState): void {
    this.#state = state
    this.#events.changed(state)
  }

  #next(round: number): void {
    const step = () => void this.#look(round)
    if ('requestVideoFrameCallback' in this.video) this.video.requestVideoFrameCallback(step)
    else requestAnimationFrame(step)
  }

  async #look(round: number): Promise<void> {
    if (round !== this.#round) return
    let text: string | undefined
    try {
      text = await this.#events.look(this.video, this.#frames++)
    } catch {
      return this.#fail(round, 'reader')
    }
    if (round !== this.#round) return
    if (text === undefined || this.#events.goesOn(text)) return this.#next(round)
    this.stop()
    this.#events.hit(text)
  }
}

function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop()
}

function problemOf(error: unknown): CameraProblem {
  const name = error instanceof DOMException ? error.name : ''
  if (name === 'NotAllowedError') return 'denied'
  if (name === 'SecurityError') return globalThis.isSecureContext ? 'denied' : 'insecure'
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'missing'
  return 'busy'
}

/** Whether the officer has already allowed the camera, so that it may start by itself. */
export async function cameraIsAllowed(): Promise<boolean> {
  try {
    const answer = await navigator.permissions.query({ name: 'camera' as PermissionName })
    return answer.state === 'granted'
  } catch {
    // not every browser answers this question
    return false
  }
}
