/** A server that counts versions, replicas of it that lag behind, and a network that loses, delays and reorders. */
import { HttpError, NetworkError, TimeoutError } from '@freshline/core'
import type { Chance, FakeClock } from '@freshline/test-utils'

/** What the server holds of a key: a version that grows with every change, and which mutations it contains. */
export interface Value {
  readonly n: number
  readonly ids: readonly number[]
}

export class FakeServer {
  readonly #clock: FakeClock
  readonly #history = new Map<string, { readonly at: number; readonly value: Value }[]>()

  constructor(clock: FakeClock) {
    this.#clock = clock
  }

  /** What it holds, or what a replica that lags so many milliseconds still holds. */
  read(key: string, lag = 0): Value {
    const until = this.#clock.monotonic() - lag
    const history = this.#of(key)
    const found = history.filter(({ at }) => at <= until).at(-1)
    return found ? found.value : { n: 1, ids: [] }
  }

  /** A change; by a mutation, if `id` is given. */
  change(key: string, id?: number): Value {
    const { n, ids } = this.read(key)
    const value = { n: n + 1, ids: id === undefined ? ids : [...ids, id] }
    this.#of(key).push({ at: this.#clock.monotonic(), value })
    return value
  }

  #of(key: string) {
    let history = this.#history.get(key)
    if (!history) this.#history.set(key, (history = [{ at: -Infinity, value: { n: 1, ids: [] } }]))
    return history
  }
}

/** How the network behaves in one run. */
export interface Weather {
  /** Of 100 requests, how many meet a failure. */
  faults: number
  /** The longest way in one direction, milliseconds. */
  delay: number
  /** How far replicas may lag, milliseconds; 0: they do not. */
  lag: number
}

/** Sends something to the server. Chance decides how long it takes, and whether it, or the answer, is lost. */
export function send<T>(
  world: { readonly clock: FakeClock; readonly chance: Chance; readonly weather: Weather },
  act: () => T,
  options: { readonly atOnce?: boolean; readonly mayHang?: boolean } = {},
): Promise<T> {
  const { clock, chance, weather } = world
  const way = () => chance.whole(0, weather.delay)
  const drawn = chance.pick(['lost', 'cut', 'broken', 'busy', 'hung', 'refused'] as const)
  const fate = chance.percent(weather.faults) ? drawn : 'fine'
  const after = (ms: number, then: () => void) => void clock.schedule(then, ms)
  return new Promise<T>((resolve, reject) => {
    const arrive = () => {
      if (fate === 'refused') return after(way(), () => reject(httpError(409)))
      if (fate === 'busy') return after(way(), () => reject(httpError(429, chance.whole(100, 9000))))
      if (fate === 'broken') return after(way(), () => reject(httpError(500)))
      const answer = act()
      if (fate === 'cut') return after(way(), () => reject(new NetworkError('cut off')))
      if (fate === 'hung') {
        if (options.mayHang !== true) after(8000, () => reject(new TimeoutError('no answer')))
        return
      }
      after(way(), () => resolve(answer))
    }
    if (fate === 'lost') after(way(), () => reject(new NetworkError('lost')))
    else if (options.atOnce === true) arrive()
    else after(way(), arrive)
  })
}

function httpError(status: number, retryAfter?: number): HttpError {
  return new HttpError(`answered ${status}`, { status, headers: new Headers(), retryAfter })
}
