const SECOND = 1000

/** Counts down whole seconds to the end of a span, by the clock rather than by counting ticks, and says when it is over. */
export class Countdown {
  private timer = 0
  private end = 0
  private span = 0

  constructor(private readonly show: (left: number) => void, private readonly over: () => void) {}

  /** Begins anew. */
  start(seconds: number): void {
    this.span = seconds * SECOND
    this.end = Date.now() + this.span
    this.tick()
  }

  stop(): void {
    clearTimeout(this.timer)
  }

  private tick(): void {
    this.stop()
    const left = this.end - Date.now()
    // more than the span is left when the clock was put back meanwhile
    if (left <= 0 || left > this.span) {
      this.over()
      return
    }
    this.show(Math.ceil(left / SECOND))
    this.timer = setTimeout(() => this.tick(), left % SECOND || SECOND)
  }
}
