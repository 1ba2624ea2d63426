/**
 * The one budget that all requests pass: so many at once, a user's action first, then what is watched and
 * overdue, then watched and stale, then the rest; and a gate per origin while a server asks for patience.
 */
import { Fifo } from './fifo'

/** Lower goes first. */
export const PRIORITY = { user: 0, due: 1, stale: 2, background: 3 } as const

/** A rank in {@link PRIORITY}. */
export type Priority = (typeof PRIORITY)[keyof typeof PRIORITY]

/** Requests waiting and running. It begins nothing by itself: `drain` does. */
export class RequestQueue<R extends { priority: Priority }> {
  readonly #limit: number
  readonly #waiting = [new Fifo<R>(), new Fifo<R>(), new Fifo<R>(), new Fifo<R>()] as const
  readonly #gates = new Map<string, number>()
  /** How many requests are under way. */
  running = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  /** Whether a request that is waiting begins at the next `drain`. */
  hasRoomFor(request: R): boolean {
    let count = this.running
    for (const { size } of this.#waiting) count += size
    return count <= this.#limit && this.#waiting[request.priority].has(request)
  }

  /** Puts a request in. */
  add(request: R): void {
    this.#waiting[request.priority].add(request)
  }

  /** Gives a request another rank, if that is better. */
  raise(request: R, priority: Priority): void {
    if (priority >= request.priority) return
    const wasWaiting = this.delete(request)
    request.priority = priority
    if (wasWaiting) this.add(request)
  }

  /** Takes a waiting request out. */
  delete(request: R): boolean {
    return this.#waiting[request.priority].delete(request)
  }

  /** Begins what there is room for, the most urgent first. Each holds its place until `running` is lowered. */
  drain(begin: (request: R) => void): void {
    for (let request; this.running < this.#limit && (request = this.#next());) {
      this.running++
      begin(request)
    }
  }

  #next(): R | undefined {
    for (const waiting of this.#waiting) {
      const request = waiting.shift()
      if (request) return request
    }
    return undefined
  }

  /** Until when automatic requests to an origin wait; 0: they need not. */
  gateOf(origin: string | undefined): number {
    return (origin !== undefined && this.#gates.get(origin)) || 0
  }

  /** The server of an origin asked for patience until a time (elapsed milliseconds). */
  gate(origin: string, until: number, now: number): void {
    for (const [other, end] of this.#gates) if (end <= now) this.#gates.delete(other)
    this.#gates.set(origin, Math.max(until, this.gateOf(origin)))
  }

  clear(): void {
    for (const waiting of this.#waiting) waiting.clear()
    this.#gates.clear()
  }
}
