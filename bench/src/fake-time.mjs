// Simulated time: one heap of timers that is as fast as can be, so that what is measured is the library and not
// the timers of the platform. Counts what a library asks of its platform.

const real = {
  Date: globalThis.Date,
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
  setInterval: globalThis.setInterval,
  clearInterval: globalThis.clearInterval,
  now: Date.now,
}

/** Timers by time, then by order of creation. A cancelled timer stays in the heap until it comes up. */
export class FakeTime {
  now = real.Date.UTC(2026, 0, 1)
  /** Timers that were ever set. */
  created = 0
  /** Timers that are set now. */
  pending = 0
  /** Moments at which at least one timer fired: what a platform wakes up for. */
  wakeUps = 0
  #heap = []

  /** Runs `fn` after `ms`; `every`: again and again. */
  set(fn, ms = 0, every = 0) {
    const timer = { at: this.now + Math.max(0, ms || 0), order: this.created++, fn, every, isOff: false }
    this.pending++
    this.#push(timer)
    return timer
  }

  cancel(timer) {
    if (!timer || timer.isOff) return
    timer.isOff = true
    this.pending--
  }

  /** The clock as our library takes it. */
  get clock() {
    const start = this.now
    return {
      now: () => this.now,
      monotonic: () => this.now - start,
      schedule: (fn, ms) => this.set(fn, ms),
      cancel: (timer) => this.cancel(timer),
    }
  }

  /** Puts the platform's timers and `Date.now` on this time; answers how to undo it. */
  install() {
    Date.now = () => this.now
    globalThis.setTimeout = (fn, ms) => this.set(fn, ms)
    globalThis.setInterval = (fn, ms) => this.set(fn, ms, Math.max(1, ms))
    globalThis.clearTimeout = globalThis.clearInterval = (timer) => this.cancel(timer)
    return () => {
      Date.now = real.now
      const { setTimeout, clearTimeout, setInterval, clearInterval } = real
      Object.assign(globalThis, { setTimeout, clearTimeout, setInterval, clearInterval })
    }
  }

  /** Moves on by `ms`; after each moment at which something fired, promises and the like are let run. */
  async advance(ms, settle) {
    const until = this.now + ms
    for (let next = this.#next(); next && next.at <= until; next = this.#next()) {
      this.now = next.at
      this.wakeUps++
      for (let due = next; due && due.at <= this.now; due = this.#next()) {
        this.#pop()
        if (due.every > 0) {
          due.at += due.every
          due.order = this.created
          this.#push(due)
        } else {
          due.isOff = true
          this.pending--
        }
        due.fn()
      }
      await settle()
    }
    this.now = until
  }

  /** The first timer that is still set. */
  #next() {
    while (this.#heap.length > 0 && this.#heap[0].isOff) this.#pop()
    return this.#heap[0]
  }

  #push(timer) {
    const heap = this.#heap
    let place = heap.push(timer) - 1
    while (place > 0) {
      const above = (place - 1) >> 1
      if (!isBefore(timer, heap[above])) break
      heap[place] = heap[above]
      place = above
    }
    heap[place] = timer
  }

  #pop() {
    const heap = this.#heap
    const last = heap.pop()
    if (heap.length === 0) return
    let place = 0
    for (;;) {
      let below = 2 * place + 1
      if (below >= heap.length) break
      if (below + 1 < heap.length && isBefore(heap[below + 1], heap[below])) below++
      if (!isBefore(heap[below], last)) break
      heap[place] = heap[below]
      place = below
    }
    heap[place] = last
  }
}

function isBefore(a, b) {
  return a.at < b.at || (a.at === b.at && a.order < b.order)
}
