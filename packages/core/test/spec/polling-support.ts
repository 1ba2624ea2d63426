/** What the specs of the manager share: a manager on a fake clock, and requests that a test answers by hand. */
import {
  DataSyncManager,
  fixedEnvironment,
  HttpError,
  type DataSyncManagerOptions,
  type FetchContext,
  type Outcome,
  type SyncEvent,
} from '@freshline/core'
import { deferred, fakeClock, flush } from '@freshline/test-utils'

/** A manager, its clock and its environment, and all its events as they come. */
export function setup(options: DataSyncManagerOptions = {}) {
  const clock = fakeClock()
  const environment = fixedEnvironment()
  const manager = new DataSyncManager({ clock, environment, ...options })
  const events: SyncEvent[] = []
  manager.on('*', (event) => events.push(event))
  /** `type` of manager-wide events, `type key` of others; of the given types where some are given. */
  const told = (...types: SyncEvent['type'][]) =>
    events
      .filter(({ type }) => types.length === 0 || types.includes(type))
      .map(({ type, key }) => (key === undefined ? type : `${type} ${key}`))
  return { clock, environment, manager, events, told }
}

/** One request on its way. */
export interface Call<T> {
  readonly context: FetchContext
  /** Answers it, and lets what follows run. */
  answer(value: T | Outcome<T>): Promise<void>
  /** Lets it fail, and lets what follows run. */
  fail(error?: unknown): Promise<void>
}

/** A fetcher whose requests stay on their way until the test settles them. It does not look at its signal. */
export function scripted<T = unknown>() {
  const calls: Call<T>[] = []
  const fetcher = (context: FetchContext): Promise<T | Outcome<T>> => {
    const { promise, resolve, reject } = deferred<T | Outcome<T>>()
    calls.push({
      context,
      answer: (value) => (resolve(value), flush()),
      fail: (error = new Error('down')) => (reject(error), flush()),
    })
    return promise
  }
  return {
    fetcher,
    /** How many requests were made. */
    get count() {
      return calls.length
    },
    /** Request `index`, counted from 0. */
    call(index: number): Call<T> {
      const call = calls[index]
      if (!call) throw new RangeError(`there is no request ${index}: ${calls.length} were made`)
      return call
    },
    /** The newest request. */
    get last(): Call<T> {
      return this.call(calls.length - 1)
    },
  }
}

/** A fetcher that answers at once with how often it was called, and remembers when. */
export function counting(clock: { monotonic(): number }) {
  const times: number[] = []
  const fetcher = async () => times.push(clock.monotonic())
  return { fetcher, times }
}

/** An answer with a status outside 200 to 299. */
export function httpError(status: number, retryAfter?: number): HttpError {
  return new HttpError(`answered ${status}`, { status, headers: new Headers(), retryAfter })
}

/** What a promise resolved with, or `undefined` while it has not. */
export async function settled<T>(promise: Promise<T>): Promise<T | undefined> {
  let value: T | undefined
  void promise.then((each) => (value = each))
  await flush()
  return value
}
