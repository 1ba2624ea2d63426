/** Counts what happened in a run: a promise that was never put to the test is not kept, only untried. */
export class Tally {
  readonly counts = new Map<string, number>()

  /** Counts something once, or so many times. */
  add(name: string, times = 1): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + times)
  }

  /** How often something happened. */
  of(name: string): number {
    return this.counts.get(name) ?? 0
  }

  /** Adds what another run counted. */
  merge(other: Tally): void {
    for (const [name, times] of other.counts) this.add(name, times)
  }
}
