/** Counts API requests, so that a test can say what a page asked for and what it did not. */
import type { FaultMode, LoggedRequest, RequestsAnswer } from '../api-types.ts'

/** Newest requests that are kept. */
const KEPT = 500

/** Routes that are counted by name. There are fewer; but below the companion's address names are what is asked for. */
const NAMED = 200

/** A request that has arrived and is to be answered. */
export interface OpenRequest {
  /** Which route it turned out to be. */
  route(name: string): void
  /** Which fault hit it. */
  fault(mode: FaultMode): void
  /** Its status, 0 for a dropped connection. */
  end(status: number): void
}

/** The log of one server. */
export class RequestLog {
  readonly #now: () => number
  #since: number
  #seq = 0
  #total = 0
  #routes = new Map<string, number>()
  #recent: LoggedRequest[] = []

  constructor(now: () => number) {
    this.#now = now
    this.#since = now()
  }

  /** Notes an arrival. */
  begin(method: string, url: URL): OpenRequest {
    const at = this.#now()
    this.#seq += 1
    this.#total += 1
    const entry: LoggedRequest = {
      seq: this.#seq,
      at,
      method,
      path: url.pathname,
      query: url.search,
      status: null,
      durationMs: null,
      fault: null,
    }
    this.#recent.push(entry)
    if (this.#recent.length > KEPT) this.#recent.shift()
    return {
      route: (name) => this.#count(this.#routes.has(name) || this.#routes.size < NAMED ? name : 'others'),
      fault: (mode) => void (entry.fault = mode),
      end: (status) => {
        entry.status = status
        entry.durationMs = this.#now() - at
      },
    }
  }

  /** Counts so far and the newest `limit` requests. */
  read(limit: number): RequestsAnswer {
    return {
      since: this.#since,
      total: this.#total,
      routes: Object.fromEntries(this.#routes),
      recent: this.#recent.slice(-limit),
    }
  }

  /** Starts counting anew. */
  reset(): void {
    this.#since = this.#now()
    this.#total = 0
    this.#routes.clear()
    this.#recent = []
  }

  #count(name: string): void {
    this.#routes.set(name, (this.#routes.get(name) ?? 0) + 1)
  }
}
