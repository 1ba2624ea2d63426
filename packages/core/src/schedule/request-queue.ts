/**
 * The one budget that all requests pass: so many at once, a user's action first, then what is watched and
 * overdue, then watched and stale, then the rest; and a gate per origin while a server asks for patience.
 */

import { Fifo, type Queued } from './fifo'

/** Lower goes first. */
export const PRIORITY = { user: 0, due: 1, stale: 2, background: 3 } as const

/** A rank in {@link PRIORITY}. */
export type Priority = (typeof PRIORITY)[keyof typeof PRIORITY]

/** What waits for its turn. */
export interface QueuedRequest extends Queued {
  priority: Priority
  /** Begins the request; it holds its place until `release`. */
  begin(): void
}

/** Requests waiting and running. */
export class RequestQueue {
  readonly #limit: number
  readonly #waiting = [
    new Fifo<QueuedRequest>(),
    new Fifo<QueuedRequest>(),
    new Fifo<QueuedRequest>(),
    new Fifo<QueuedRequest>(),
  ]
  readonly #gates = new Map<string, number>()
  #running = 0
  /** How many wait. */
  #count = 0
  #draining = false
  #holds = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  /** How many requests are under way. */
  get running(): number {
    return this.#running
  }

  /** Whether a request that is waiting begins as soon as nothing holds the queue. */
  hasRoomFor(request: QueuedRequest): boolean {
    return request.place >= 0 && this.#running + this.#count <= this.#limit
  }

  /** Puts a request in, or moves it ahead; it begins at once where there is room. */
  add(request: QueuedRequest): void {
    this.#waiting[request.priority]?.add(request)
    this.#count++
    this.drain()
  }

  /** Gives a waiting request another rank, if that is better. Answers whether it was waiting. */
  raise(request: QueuedRequest, priority: Priority): boolean {
    if (request.place < 0) return false
    if (priority < request.priority) {
      this.#waiting[request.priority]?.delete(request)
      request.priority = priority
      this.#waiting[priority]?.add(request)
    }
    return true
  }

  /** Takes a waiting request out. */
  delete(request: QueuedRequest): void {
    if (request.place >= 0) this.#count--
    this.#waiting[request.priority]?.delete(request)
  }

  /** A request is over: the next may begin. */
  release(): void {
    this.#running--
    this.drain()
  }

  /** Until `unhold`, nothing begins but by `drainHeld`. */
  hold(): void {
    this.#holds++
  }

  unhold(): void {
    this.#holds--
  }

  /** Begins what there is room for, the most urgent first, though the queue is held. */
  drainHeld(): void {
    const holds = this.#holds
    this.#holds = 0
    this.drain()
    this.#holds = holds
  }

  /** Begins what there is room for. */
  drain(): void {
    if (this.#draining || this.#holds > 0) return
    this.#draining = true
    try {
      for (let request; this.#running < this.#limit && (request = this.#next());) {
        this.#count--
        this.#running++
        request.begin()
      }
    } finally {
      this.#draining = false
    }
  }

  #next(): QueuedRequest | undefined {
    for (const waiting of this.#waiting) {
      const request = waiting.shift()
      if (request) return request
    }
    return undefined
  }

  /** Until when automatic requests to an origin wait; 0: they need not. */
  gateOf(origin: string | undefined): number {
    return origin === undefined ? 0 : (this.#gates.get(origin) ?? 0)
  }

  /** The server of an origin asked for patience until a time (elapsed milliseconds). */
  gate(origin: string, until: number, now: number): void {
    for (const [other, end] of this.#gates) if (end <= now) this.#gates.delete(other)
    this.#gates.set(origin, Math.max(until, this.gateOf(origin)))
  }

  clear(): void {
    for (const waiting of this.#waiting) waiting.clear()
    this.#count = 0
    this.#gates.clear()
  }
}
