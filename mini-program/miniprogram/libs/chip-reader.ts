import type { ChipSession, ChipStage } from '../core/passport'

/** How far the reading is, for the screen. */
export type ChipProgress = { phase: 'waiting' } | { phase: 'reading' | 'lost'; progress: number; stage: ChipStage }

/** Milliseconds without any chip before one asks whether it lies right; an iPhone gives up by itself then. */
const PATIENCE = 60000
/** Times the contact may break before the holder is asked to begin again. */
const BREAKS = 8
/** Milliseconds the chip may take for one answer: it signs slowly. Android only. */
const ANSWER_TIME = 5000

/** What the phone, not the chip, has to say: developers.weixin.qq.com, NFCAdapter and IsoDep. */
const PHONE_CODES: { [code: number]: string } = { 13000: 'nfc.no-reader', 13001: 'nfc.switched-off', 13019: 'nfc.not-allowed' }
/** The search runs already. */
const ALREADY_SEARCHING = 13021
const ALREADY_CONNECTED = 13022

interface NfcFailure {
  errCode?: number
  errMsg?: string
}

/** A failure of the phone's reader by a code of our own. */
export class NfcError extends Error {
  constructor(readonly code: string, readonly detail = '') {
    super(code)
  }
}

/** Carries commands between a session and the passport on the phone until the session is done. */
export class ChipReader {
  private readonly adapter = wx.getNFCAdapter()
  private progress = 0
  private stage: ChipStage = 'connect'
  private breaks = 0
  private talking = false
  private patience = 0
  private settle: { done(): void; failed(failure: unknown): void } | null = null

  constructor(private readonly session: ChipSession, private readonly tell: (progress: ChipProgress) => void) {}

  /** Resolves when the chip has been read; rejects with an `NfcError` or what the session refused. */
  async read(): Promise<void> {
    const ended = new Promise<void>((done, failed) => {
      this.settle = { done, failed }
    })
    this.adapter.onDiscovered(this.found)
    this.waitAnew()
    this.search().catch((failure) => this.end(failure))
    this.tell({ phase: 'waiting' })
    return ended
  }

  /** Stops looking; what was read is kept in the session. */
  stop(): void {
    this.end(new NfcError('nfc.stopped'))
  }

  private readonly found = ({ techs }: { techs: string[] }): void => {
    if (this.talking || !this.settle) return
    if (techs.indexOf(this.adapter.tech.isoDep) < 0) this.end(new NfcError('nfc.other-chip'))
    else this.talk()
  }

  private async talk(): Promise<void> {
    this.talking = true
    clearTimeout(this.patience)
    const isoDep = this.adapter.getIsoDep()
    const failure = await connect(isoDep)
      .then(() => this.exchange(isoDep))
      .then(() => null, (why: unknown) => why)
    await asked<object>((options) => isoDep.close(options)).catch(() => undefined)
    this.talking = false
    if (failure && isOfPhone(failure)) await this.lost(failure)
    else this.end(failure)
  }

  private async exchange(isoDep: WechatMiniprogram.IsoDep): Promise<void> {
    let step = this.session.next()
    while (step.kind === 'send' && this.settle) {
      this.progress = Math.max(this.progress, step.progress)
      this.stage = step.stage
      this.tell({ phase: 'reading', progress: this.progress, stage: this.stage })
      const { apdu } = step
      const data = apdu.buffer.slice(apdu.byteOffset, apdu.byteOffset + apdu.byteLength) as ArrayBuffer
      const answer = await asked<{ data: ArrayBuffer }>((options) => isoDep.transceive({ data, ...options }))
      step = this.session.next(new Uint8Array(answer.data))
    }
  }

  /** The passport moved: what was read whole is kept, and reading goes on when it lies there again. */
  private async lost(failure: NfcFailure): Promise<void> {
    if (!this.settle) return
    this.breaks += 1
    if (this.breaks > BREAKS) return this.end(new NfcError('nfc.lost', failure.errMsg))
    try {
      this.session.restart()
    } catch (refused) {
      return this.end(refused)
    }
    this.tell({ phase: 'lost', progress: this.progress, stage: this.stage })
    this.waitAnew()
    // a phone that lost a chip finds it again only when it searches anew
    await asked<object>((options) => this.adapter.stopDiscovery(options)).catch(() => undefined)
    if (this.settle) this.search().catch((refused) => this.end(refused))
  }

  private async search(): Promise<void> {
    try {
      await asked<object>((options) => this.adapter.startDiscovery(options))
    } catch (failure) {
      const { errCode, errMsg } = failure as NfcFailure
      if (errCode === ALREADY_SEARCHING) return
      throw new NfcError((errCode && PHONE_CODES[errCode]) || 'nfc.failed', errMsg)
    }
  }

  private waitAnew(): void {
    clearTimeout(this.patience)
    this.patience = setTimeout(() => this.end(new NfcError('nfc.not-found')), PATIENCE)
  }

  private end(failure: unknown): void {
    const { settle } = this
    if (!settle) return
    this.settle = null
    clearTimeout(this.patience)
    this.adapter.offDiscovered(this.found)
    asked<object>((options) => this.adapter.stopDiscovery(options)).catch(() => undefined)
    if (failure) settle.failed(failure)
    else settle.done()
  }
}

async function connect(isoDep: WechatMiniprogram.IsoDep): Promise<void> {
  try {
    await asked<object>((options) => isoDep.connect(options))
  } catch (failure) {
    if ((failure as NfcFailure).errCode !== ALREADY_CONNECTED) throw failure
  }
  // an iPhone has no say in this
  if (typeof isoDep.setTimeout === 'function') isoDep.setTimeout({ timeout: ANSWER_TIME })
}

/** A member of the NFC interface as a promise: they promise none themselves. */
function asked<Result>(call: (options: { success(result: Result): void; fail(failure: NfcFailure): void }) => void): Promise<Result> {
  return new Promise((success, fail) => call({ success, fail }))
}

/** Failures of WeChat have a message of theirs; those of the core are errors. */
function isOfPhone(failure: unknown): failure is NfcFailure {
  return !(failure instanceof Error)
}
