/** What is counted, and what each record of a trace adds to it. */
import { Histogram } from './histogram'
import type { RunOutcome, TraceRecord } from './trace-record'

/** What is counted; `…Bytes` are sums. */
export type Count =
  | RunOutcome
  | 'held'
  | 'joined'
  | 'asked'
  | 'spared'
  | 'sent'
  | 'repeated'
  | 'poll'
  | 'pollUnchanged'
  | 'pollNotModified'
  | 'heldBytes'
  | 'joinedBytes'
  | 'notModifiedBytes'
  | 'received'
  | 'answersKnown'
  | 'answersUnknown'
  | 'invalidated'
  | 'mutated'
  | 'mutationFailed'

/** The durations whose spread is kept. */
export type SpreadName = 'ageAtRead' | 'changeToScreen' | 'requestTime'

/** The duration that a record carries, if it carries one. */
export function sampleOf(record: TraceRecord): [SpreadName, number] | undefined {
  if (record.type === 'shown') return ['changeToScreen', record.wait]
  if (record.type === 'read' && record.age !== undefined && isRead(record)) return ['ageAtRead', record.age]
  if (record.type === 'ended' && !record.joins && !record.isInterrupted && record.outcome !== 'aborted')
    return ['requestTime', record.duration]
  return undefined
}

/** A refresh that joins wanted the server, not the cache. */
function isRead({ by, how }: { readonly by: string; readonly how: string }): boolean {
  return by !== 'refresh' || how === 'held'
}

/** Sums and spreads. Both hold only what happened: an idle one is a few bytes. */
export class Tally {
  readonly #counts = new Map<Count, number>()
  readonly #spreads = new Map<SpreadName, Histogram>()

  get(name: Count): number {
    return this.#counts.get(name) ?? 0
  }

  spread(name: SpreadName): Histogram {
    let histogram = this.#spreads.get(name)
    if (!histogram) this.#spreads.set(name, (histogram = new Histogram()))
    return histogram
  }

  merge(other: Tally): void {
    for (const [name, by] of other.#counts) this.#add(name, by)
    for (const [name, histogram] of other.#spreads) this.spread(name).merge(histogram)
  }

  /** Adds what a record says. */
  take(record: TraceRecord): void {
    const sample = sampleOf(record)
    if (sample) this.spread(sample[0]).record(sample[1])
    switch (record.type) {
      case 'read':
        if (isRead(record)) this.#add(record.how, 1)
        if (record.how === 'joined') this.#add('spared', 1)
        this.#add('heldBytes', record.bytes)
        break
      case 'began':
        this.#add(record.joins ? 'spared' : 'sent', 1)
        if (!record.joins && record.attempt > 1) this.#add('repeated', 1)
        break
      case 'ended':
        // The answer of a request that others made is theirs.
        if (!record.joins) this.#ended(record)
        break
      case 'invalidated':
        this.#add('invalidated', 1)
        break
      case 'mutation':
        if (record.phase === 'settled') this.#add(record.error ? 'mutationFailed' : 'mutated', 1)
    }
  }

  #ended(record: Extract<TraceRecord, { type: 'ended' }>): void {
    const { outcome, bytes, shared, savedBytes, reason } = record
    this.#add(outcome, 1)
    this.#add('received', bytes)
    this.#add('joinedBytes', bytes && bytes * shared)
    this.#add('notModifiedBytes', savedBytes)
    if (outcome === 'aborted' || outcome === 'failed') return
    this.#add(bytes === undefined ? 'answersUnknown' : 'answersKnown', 1)
    if (reason !== 'poll') return
    this.#add('poll', 1)
    if (outcome === 'unchanged') this.#add('pollUnchanged', 1)
    if (outcome === 'notModified') this.#add('pollNotModified', 1)
  }

  #add(name: Count, by: number | undefined): void {
    if (by) this.#counts.set(name, this.get(name) + by)
  }
}
