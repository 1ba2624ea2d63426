/**
 * Tells the server's cache what mutations change, before the client asks again. The client waits for it within a
 * bound; what becomes of it later is still heard of.
 */
import { MAX_TIMER, type Clock } from '../base/clock'
import { TimeoutError, toError } from '../errors'
import type { Target } from '../keys'
import type { Engine, Propagation } from '../sync'
import type { Propagate } from './mutate-options'

/** How the server's cache is told, and for how long the client waits for that, milliseconds. */
export interface PropagationSetup {
  readonly propagate: Propagate
  readonly timeout: number
  readonly clock: Clock
}

/** What one mutation asks for. */
export interface Telling {
  readonly targets: readonly Target[]
  /** The server's cache was told after the client had stopped waiting: what was read meanwhile may be from before. */
  onLate(): void
}

const make = (
  propagated: Propagation['propagated'],
  targets: readonly Target[] = [],
  report?: unknown,
  error?: Error,
): Propagation => ({ propagated, targets, report, error })

/** Where nothing is told. */
export const OFF = /* @__PURE__ */ make('off')

export class Propagations {
  readonly #engine: Engine
  readonly #setup: PropagationSetup
  /** Ends the waiting of each mutation that waits. */
  readonly #waits = new Set<() => void>()

  constructor(engine: Engine, setup: PropagationSetup) {
    this.#engine = engine
    this.#setup = setup
  }

  /** Tells, and resolves with what became of it, or, after `timeout`, with that it is late. Never rejects. */
  tell(telling: Telling): Promise<Propagation> {
    if (this.#engine.isDisposed) return Promise.resolve(this.tellBehind(telling))
    const { timeout, clock } = this.#setup
    return new Promise((resolve) => {
      let isLate = false
      let timer: unknown
      const give = (propagation: Propagation) => {
        clock.cancel(timer)
        this.#waits.delete(stop)
        resolve(propagation)
      }
      const stop = (error?: Error) => {
        isLate = true
        if (error) this.#engine.report(error, 'propagate')
        give(make('late', telling.targets, undefined, error))
      }
      this.#waits.add(stop)
      if (timeout <= MAX_TIMER)
        timer = clock.schedule(
          () => stop(new TimeoutError(`The server's cache was not told within ${timeout} ms`)),
          timeout,
        )
      void this.#ask(telling, () => isLate).then(give)
    })
  }

  /** Tells behind the mutation, which does not wait. */
  tellBehind(telling: Telling): Propagation {
    void this.#ask(telling, () => true)
    return make('late', telling.targets)
  }

  /** Nobody waits any more; what is under way still reaches the server. */
  dispose(): void {
    for (const stop of this.#waits) stop()
  }

  async #ask({ targets, onLate }: Telling, isLate: () => boolean): Promise<Propagation> {
    const engine = this.#engine
    let propagation: Propagation
    try {
      propagation = make('done', targets, await this.#setup.propagate(targets))
    } catch (error) {
      engine.report(error, 'propagate')
      propagation = make('failed', targets, undefined, toError(error))
    }
    const { propagated } = propagation
    // Whatever happens to who is told: the mutation goes on.
    engine.guard('propagate', undefined, () =>
      engine.turn(() => {
        if (isLate() && propagated === 'done') onLate()
        engine.emit('propagated', undefined, propagated, propagation)
      }),
    )
    return propagation
  }
}
