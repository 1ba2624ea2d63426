/**
 * The one budget that all requests pass: so many at once, a user's action first, then what is watched and
 * overdue, then watched and stale, then the rest; and a gate per origin while a server asks for patience.
 */
import { MinHeap, type HeapItem } from '../base/min-heap'

/** Lower goes first. */
export const PRIORITY = { user: 0, due: 1, stale: 2, background: 3 } as const

/** A rank in {@link PRIORITY}. */
export type Priority = (typeof PRIORITY)[keyof typeof PRIORITY]

/** More than are ever asked for: what one rank differs by from the next. */
const RANK = 2 ** 50

/** Requests waiting and running. It begins nothing by itself: `drain` does. */
export class RequestQueue<R extends HeapItem & { priority: Priority }> {
  readonly #limit: number
  /** By rank, and within it by when they came. */
  readonly #waiting = new MinHeap<R>()
  readonly #gates = new Map<string | undefined, number>()
  #count = 0
  /** Those that were told they begin at the next `drain`. */
  #promised: R[] = []
  /** How many requests are under way. */
  running = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  /** Whether a request that is waiting begins at the next `drain`, as things are. */
  hasRoomFor(request: R): boolean {
    const hasRoom = request.heapIndex >= 0 && this.running + this.#waiting.size <= this.#limit
    if (hasRoom) this.#promised.push(request)
    return hasRoom
  }

  /** Puts a request in. */
  add(request: R): void {
    this.#waiting.set(request, request.priority * RANK + this.#count++)
  }

  /** Gives a request another rank, if that is better. */
  raise(request: R, priority: Priority): void {
    if (priority >= request.priority) return
    request.priority = priority
    if (request.heapIndex >= 0) this.add(request)
  }

  /** Takes a request out, if it is waiting. */
  delete(request: R): void {
    this.#waiting.delete(request)
  }

  /**
   * Begins what there is room for, the most urgent first. Each holds its place until `running` is lowered. Answers which
   * were told that they begin, and did not: others that go first came after that.
   */
  drain(begin: (request: R) => void): R[] {
    for (let request; this.running < this.#limit && (request = this.#waiting.first);) {
      this.delete(request)
      this.running++
      begin(request)
    }
    const promised = this.#promised
    if (promised.length === 0) return promised
    this.#promised = []
    return promised.filter((request) => request.heapIndex >= 0)
  }

  /** Until when automatic requests to an origin wait; 0: they need not. */
  gateOf(origin: string | undefined): number {
    return this.#gates.get(origin) ?? 0
  }

  /** The server of an origin asked for patience until a time (elapsed milliseconds). */
  gate(origin: string, until: number, now: number): void {
    for (const [other, end] of this.#gates) if (end <= now) this.#gates.delete(other)
    this.#gates.set(origin, Math.max(until, this.gateOf(origin)))
  }

  clear(): void {
    this.#waiting.clear()
    this.#gates.clear()
  }
}
