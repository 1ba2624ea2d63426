/** A manager's requests, mutations and waits as tracks of the browser's Performance panel. */
import { OptionError, type DataSyncManager } from '@freshline/core'
import { traceManager, type InvalidatedRecord, type TraceRecord } from '@freshline/core/metrics'
import { Redactor, type Redact } from '../redact'
import { invalidationEntry, mutationEntry, requestEntry, screenEntry, type TimingEntry } from './timing-entry'
import { keepsDetails, TimingWriter, type TimingTarget } from './timing-writer'

/** Options of {@link trackPerformance}. */
export interface PerformanceTrackOptions {
  /** The name of the group of tracks, by which several managers are told apart. Default `Freshline`. */
  readonly name?: string | undefined
  /** How many entries stay in the page's timeline, where scripts can read them; older ones are cleared. Default 1,000. */
  readonly maxEntries?: number | undefined
  /** Texts to be cut to 8 characters beside tokens and license keys: answers all that a line holds. */
  readonly redact?: Redact | undefined
  /** Where entries are written. Default: the page's `performance`. */
  readonly performance?: TimingTarget | undefined
}

/**
 * Writes what a manager does into the browser's timeline: an entry for each request, with why it was made and what became
 * of it, for each mutation and for each wait from a change to the screen, and a marker where keys were invalidated.
 * Chromium's Performance panel shows them on tracks of their own beside the page's work; elsewhere they are plain user
 * timing entries. Where a browser keeps no details of entries, nothing is done. Answers how to stop, which also clears
 * what was written.
 *
 * @example
 * if (import.meta.env.DEV) trackPerformance(dataSyncManager)
 *
 * @throws OptionError for a manager or an option that is none
 */
export function trackPerformance(
  manager: DataSyncManager,
  options: PerformanceTrackOptions = {},
): () => void {
  const { name = 'Freshline', maxEntries = 1000 } = check(options)
  const redactor = new Redactor(options.redact)
  const target = options.performance ?? (globalThis.performance as TimingTarget | undefined)
  if (!keepsDetails(target)) {
    // A manager that is none is an error in every browser.
    traceManager(manager, () => {})()
    return () => {}
  }
  const writer = new TimingWriter(target, name, maxEntries)
  const write = (entry: TimingEntry, start?: number) => writer.write(cutSecrets(entry, redactor), start)
  /** When each run and mutation under way began. */
  const starts = new Map<number, number>()
  let invalidated: InvalidatedRecord[] = []

  /** One marker for all that was invalidated together. */
  const mark = (at: number) => {
    const together = invalidated
    invalidated = []
    const [first] = together
    if (!first || isOver) return
    const keys = together.map(({ key }) => key)
    write(invalidationEntry(keys, first.byMutation), at)
  }
  const take = (record: TraceRecord): void => {
    if (record.type === 'began' && !starts.has(record.id)) starts.set(record.id, writer.now())
    else if (record.type === 'mutation' && record.phase === 'began') starts.set(record.id, writer.now())
    else if (record.type === 'ended' || (record.type === 'mutation' && record.phase === 'settled')) {
      const start = starts.get(record.id)
      starts.delete(record.id)
      // What began before anybody looked is left out.
      if (start === undefined) return
      write(record.type === 'ended' ? requestEntry(record) : mutationEntry(record), start)
    } else if (record.type === 'shown') write(screenEntry(record), Math.max(0, writer.now() - record.wait))
    else if (record.type === 'invalidated' && invalidated.push(record) === 1) {
      const at = writer.now()
      queueMicrotask(() => mark(at))
    }
  }

  let isOver = false
  const off = traceManager(manager, take)
  return () => {
    isOver = true
    off()
    starts.clear()
    writer.clear()
  }
}

/** What people read may hold a token or a license key. */
function cutSecrets(entry: TimingEntry, redactor: Redactor): TimingEntry {
  return {
    ...entry,
    label: redactor.line(entry.label),
    tooltip: redactor.line(entry.tooltip),
    properties: entry.properties.map(([name, value]) => [name, redactor.line(value)]),
  }
}

/** @throws OptionError */
function check(options: PerformanceTrackOptions): PerformanceTrackOptions {
  if (typeof options !== 'object' || options === null)
    throw new OptionError('options', options, 'an object with name, maxEntries, redact')
  const { name, maxEntries, redact } = options
  if (name !== undefined && (typeof name !== 'string' || name === ''))
    throw new OptionError('name', name, 'a text that is not empty')
  if (maxEntries !== undefined && !(Number.isInteger(maxEntries) && maxEntries >= 0))
    throw new OptionError('maxEntries', maxEntries, 'a whole number, 0 or more')
  if (redact !== undefined && typeof redact !== 'function')
    throw new OptionError('redact', redact, 'a function')
  return options
}
