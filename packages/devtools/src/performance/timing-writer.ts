/** Writes entries into the browser's timeline, and takes back what it wrote: no more of it stays than is allowed. */
import type { TimingEntry } from './timing-entry'

/** The part of `performance` that is needed. */
export type TimingTarget = Pick<Performance, 'now' | 'measure' | 'mark' | 'clearMeasures' | 'clearMarks'>

/** Told apart from what the page itself measures, and from each other: entries are cleared by name. */
const SIGN = 'Freshline'
let count = 0

/** Whether a timeline keeps what is said of an entry. Older browsers take the options for a name, and throw. */
export function keepsDetails(target: Partial<TimingTarget> | undefined): target is TimingTarget {
  if (typeof target?.measure !== 'function' || typeof target.mark !== 'function') return false
  const name = `${SIGN} probe`
  try {
    const detail = { devtools: 0 }
    const entry = target.measure(name, { start: 0, end: 0, detail }) as PerformanceMeasure | undefined
    return (entry?.detail as typeof detail | null | undefined)?.devtools === 0
  } catch {
    return false
  } finally {
    target.clearMeasures?.(name)
  }
}

export class TimingWriter {
  readonly #target: TimingTarget
  readonly #group: string
  readonly #most: number
  /** What was written and not taken back, oldest first. */
  readonly #written = new Map<string, 'clearMeasures' | 'clearMarks'>()

  /** @param most how many entries may stay in the timeline */
  constructor(target: TimingTarget, group: string, most: number) {
    this.#target = target
    this.#group = group
    this.#most = most
  }

  now(): number {
    return this.#target.now()
  }

  /** Writes a marker, or an entry that began at `start` and ends now. */
  write({ label, track, color, tooltip, properties }: TimingEntry, start = this.now()): void {
    const name = `${label} · ${SIGN} ${++count}`
    const facts = { color, tooltipText: tooltip, properties: properties.map((pair) => [...pair]) }
    if (track === undefined) {
      const devtools = { dataType: 'marker', ...facts }
      this.#target.mark(name, { startTime: start, detail: { devtools } })
      this.#written.set(name, 'clearMarks')
    } else {
      const devtools = { dataType: 'track-entry', track, trackGroup: this.#group, ...facts }
      // The clock of a page may be coarse: an end before the start would be refused.
      const end = Math.max(start, this.now())
      this.#target.measure(name, { start, end, detail: { devtools } })
      this.#written.set(name, 'clearMeasures')
    }
    this.#clear(this.#most)
  }

  /** Takes back everything that was written. */
  clear(): void {
    this.#clear(0)
  }

  #clear(most: number): void {
    for (const [name, clear] of this.#written) {
      if (this.#written.size <= most) return
      this.#target[clear](name)
      this.#written.delete(name)
    }
  }
}
