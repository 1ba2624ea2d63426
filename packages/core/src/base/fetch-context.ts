/** What a fetcher is told when it is asked for data. */
import type { Clock } from './clock'
import type { Outcome, Validators, Version } from './outcome'

/** What is held from an earlier answer. */
export interface PreviousAnswer {
  /** The data. */
  readonly data: unknown
  /** By what the server can tell that it has not changed. */
  readonly validators?: Validators | undefined
  /** The server's version of it. */
  readonly version?: Version | undefined
  /** The opaque mark that came with it. */
  readonly body?: unknown
}

/** The one argument of a fetcher. */
export interface FetchContext {
  /** The canonical key that is asked for. */
  readonly key: string
  /** Aborted when nobody wants the answer any more, or it took too long. */
  readonly signal: AbortSignal
  /** Whether every cache on the way is to be passed by. */
  readonly forceFresh: boolean
  /** What is held; `undefined` where nothing is. */
  readonly previous: PreviousAnswer | undefined
  /** The manager repeats by itself: `fetchFresh(url, context)` does not, too. */
  readonly retry?: 0 | undefined
  /** The clock of whoever asks, by which the answer ages: `fetchFresh(url, context)` takes it. */
  readonly clock?: Clock | undefined
}

/** Gets data from wherever it lives: resolves with it, or with an {@link Outcome} that says more about it. */
export type Fetcher<T> = (context: FetchContext) => Promise<T | Outcome<T>> | T | Outcome<T>
