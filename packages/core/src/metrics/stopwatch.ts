/** A clock that stands while nobody looks, or the manager may not ask: waiting then is nobody's wait. */
import type { Engine } from '../sync'

/** What it needs of a manager. */
interface Place {
  readonly clock: { monotonic(): number }
  readonly environment: {
    isVisible(): boolean
    isOnline(): boolean
    subscribe(onChange: () => void): () => void
  }
}

export class Stopwatch {
  /** How often it stood. */
  stops = 0
  readonly #place: Place
  readonly #engine: Engine
  readonly #offs: (() => void)[]
  #stood = 0
  #since: number | undefined

  constructor(place: Place, engine: Engine) {
    this.#place = place
    this.#engine = engine
    const { emitter } = engine
    const look = () => this.#look()
    this.#offs = [place.environment.subscribe(look)]
    for (const type of ['online', 'offline', 'paused', 'resumed']) this.#offs.push(emitter.on(type, look))
    look()
  }

  /** Whether it stands now. */
  get isStanding(): boolean {
    return this.#since !== undefined
  }

  /** Milliseconds that it ran. */
  read(): number {
    return (this.#since ?? this.#place.clock.monotonic()) - this.#stood
  }

  dispose(): void {
    for (const off of this.#offs.splice(0)) off()
  }

  #look(): void {
    const { environment, clock } = this.#place
    const engine = this.#engine
    const runs =
      environment.isVisible() && environment.isOnline() && engine.presence.isOnline && !engine.isPaused
    const now = clock.monotonic()
    if (runs && this.#since !== undefined) {
      this.#stood += now - this.#since
      this.#since = undefined
    } else if (!runs && this.#since === undefined) {
      this.#since = now
      this.stops++
    }
  }
}
