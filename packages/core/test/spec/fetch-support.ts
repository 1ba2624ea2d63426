/** What the fetch specs share: a server that answers only what it was told to, and a clock that stands still. */
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll } from 'vitest'
import type { Clock, fetchFresh } from '@freshline/core'

export const origin = 'https://api.example'

/** Any fetch-like function. */
export type Transport = NonNullable<NonNullable<Parameters<typeof fetchFresh>[1]>['transport']>

/** An msw server for one file; a request that no handler knows fails, as a network error. */
export function useServer() {
  const server = setupServer()
  beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
  afterEach(() => server.resetHandlers())
  afterAll(() => server.close())
  return server
}

/** Time that passes only when told to. `delays` are all that were ever scheduled, `pending` how many still are. */
export class StillClock implements Clock {
  readonly delays: number[] = []
  readonly #timers = new Map<number, { at: number; fn: () => void }>()
  #now: number
  #mono = 0
  #next = 1

  constructor(now = Date.UTC(2026, 10, 21, 12)) {
    this.#now = now
  }

  get pending(): number {
    return this.#timers.size
  }

  now(): number {
    return this.#now
  }

  monotonic(): number {
    return this.#mono
  }

  schedule(fn: () => void, ms: number): number {
    this.delays.push(ms)
    this.#timers.set(this.#next, { at: this.#mono + ms, fn })
    return this.#next++
  }

  cancel(handle: unknown): void {
    this.#timers.delete(handle as number)
  }

  /** Lets time pass, and runs what falls due in it. */
  advance(ms: number): void {
    const end = this.#mono + ms
    for (;;) {
      const due = [...this.#timers].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at)[0]
      if (!due) break
      this.#timers.delete(due[0])
      this.#pass(Math.max(due[1].at - this.#mono, 0))
      due[1].fn()
    }
    this.#pass(end - this.#mono)
  }

  /** Jumps to the next timer, once there is one. */
  async next(): Promise<number> {
    for (let turn = 0; this.#timers.size === 0 && turn < 200; turn++) await new Promise(setImmediate)
    const due = Math.min(...[...this.#timers.values()].map(({ at }) => at)) - this.#mono
    this.advance(due)
    return due
  }

  /** Sets the wall clock, as its owner or a time server may. */
  setWall(now: number): void {
    this.#now = now
  }

  #pass(ms: number): void {
    this.#mono += ms
    this.#now += ms
  }
}

/** Waits, turn by turn and without a clock, until something is so. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise(setImmediate)
}

/** What a promise was rejected with. */
export async function failureOf(promise: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  try {
    await promise
  } catch (error) {
    return error as Error & Record<string, unknown>
  }
  throw new Error('it did not fail')
}
