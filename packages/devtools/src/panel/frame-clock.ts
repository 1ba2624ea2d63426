/**
 * The panel's one clock. It ticks with the browser's frames, which stop by themselves while the page is hidden, about
 * ten times a second, once a second for those who want little motion; and not at all while nobody listens.
 */

/** What the clock needs of the page. */
export interface Frames {
  request(callback: (time: number) => void): number
  cancel(handle: number): void
  /** Whether little motion is wanted. */
  isCalm(): boolean
}

const PERIOD = 100
const CALM_PERIOD = 1000

/** The page's own frames. */
export const pageFrames: Frames = {
  request: (callback) => requestAnimationFrame(callback),
  cancel: (handle) => cancelAnimationFrame(handle),
  isCalm: () => matchMedia('(prefers-reduced-motion: reduce)').matches,
}

/** Calls one listener in step with the frames. */
export class FrameClock {
  readonly #frames: Frames
  readonly #tick: () => void
  #handle: number | undefined
  #last = -Infinity

  constructor(frames: Frames, tick: () => void) {
    this.#frames = frames
    this.#tick = tick
  }

  get isRunning(): boolean {
    return this.#handle !== undefined
  }

  start(): void {
    if (this.#handle === undefined) this.#next()
  }

  stop(): void {
    if (this.#handle !== undefined) this.#frames.cancel(this.#handle)
    this.#handle = undefined
  }

  #next(): void {
    this.#handle = this.#frames.request((time) => {
      this.#next()
      if (time - this.#last < (this.#frames.isCalm() ? CALM_PERIOD : PERIOD)) return
      this.#last = time
      this.#tick()
    })
  }
}
