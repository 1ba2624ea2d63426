/** Turns what the engine says in the middle of its work into records, for everybody who traces a manager. */
import type { DataSyncManager } from '../manager'
import type {
  Engine,
  Entry,
  Meta,
  Needed,
  ReadBy,
  ReadHow,
  Run,
  SyncEvent,
  Trace,
  TracedMutation,
} from '../sync'
import { sizeOf } from './answer-size'
import { Stopwatch } from './stopwatch'
import type { RunOutcome, TraceRecord } from './trace-record'

/** Told of every record. */
export type TraceListener = (record: TraceRecord) => void

/** A record as it is made: when is added. */
type Fact<R = TraceRecord> = R extends TraceRecord ? Omit<R, 'at' | 'time'> : never

/** What is remembered of a run or a mutation from its beginning. */
interface Beginning {
  readonly id: number
  readonly at: number
  readonly time: number
  readonly stops: number
  /** How many shared it. */
  shared: number
  /** The stopwatch when a mutation's function resolved. */
  committed?: number
}

export class Tracer implements Trace {
  readonly listeners = new Set<TraceListener>()
  readonly #manager: DataSyncManager
  readonly #engine: Engine
  readonly #stopwatch: Stopwatch
  readonly #offs: (() => void)[]
  readonly #beginnings = new WeakMap<object, Beginning>()
  /** From when each key waits for a good answer. */
  readonly #waits = new WeakMap<Entry, number>()
  #count = 0
  /** The stopwatch when the mutation's function resolved whose invalidations are told in this turn. */
  #committed: number | undefined

  constructor(manager: DataSyncManager, engine: Engine) {
    this.#manager = manager
    this.#engine = engine
    this.#stopwatch = new Stopwatch(manager, engine)
    const { emitter } = engine
    const forget = ({ key }: SyncEvent) => this.#withEntry(key, (entry) => this.#waits.delete(entry))
    this.#offs = [
      emitter.on('invalidated', (event) => this.#invalidated(event)),
      emitter.on('fresh', ({ key }) => this.#withEntry(key, (entry) => this.#shown(entry))),
      emitter.on('paused', forget),
      emitter.on('unregistered', forget),
      emitter.on('removed', forget),
    ]
    engine.trace = this
  }

  /** Nobody traces any more. */
  stop(): void {
    this.listeners.clear()
    this.#stopwatch.dispose()
    for (const off of this.#offs.splice(0)) off()
    if (this.#engine.trace === this) this.#engine.trace = undefined
  }

  read({ key, snapshot }: Needed, how: ReadHow, by: ReadBy): void {
    const engine = this.#engine
    const record = engine.store.records.get(key)
    const run = engine.entries.get(key)?.run
    if (how === 'joined' && run) this.#beginningOf(run).shared++
    this.#tell({
      type: 'read',
      key,
      how,
      by,
      freshness: snapshot.freshness,
      age: record && Math.max(0, engine.now() - record.at),
      bytes: how === 'held' ? sizeOf((record?.meta as Meta | undefined)?.body) : undefined,
    })
  }

  began(run: Run): void {
    const { key, reason, attempts, forced, user, joins } = run
    const { id } = this.#beginningOf(run, attempts === 1)
    this.#tell({ type: 'began', key, id, reason, attempt: attempts, forced, byUser: user, joins })
  }

  ended(run: Run): void {
    const { key, reason, attempts, joins, entry } = run
    const { id, at, time, stops, shared } = this.#beginningOf(run)
    const answer = run.outcome as (Run['outcome'] & { readonly status?: number }) | undefined
    const error = run.ending === 'failed' ? (entry.snapshot.error ?? run.lastError) : undefined
    const size = sizeOf(answer?.body)
    const isSpared = answer?.status === 304
    const outcome: RunOutcome =
      run.ending === 'unchanged' && answer?.notModified ? 'notModified' : (run.ending ?? 'aborted')
    this.#tell({
      type: 'ended',
      key,
      id,
      reason,
      attempts,
      joins,
      shared,
      outcome,
      status: answer?.status ?? (error as { readonly status?: number } | undefined)?.status,
      bytes: isSpared ? 0 : size,
      savedBytes: isSpared ? size : undefined,
      version: entry.snapshot.version,
      error,
      beganAt: at,
      duration: this.#manager.clock.monotonic() - time,
      isInterrupted: stops !== this.#stopwatch.stops || this.#stopwatch.isStanding,
    })
    const record = this.#engine.store.records.get(key)
    if ((run.ending === 'changed' || run.ending === 'unchanged') && !record?.epoch) this.#shown(entry)
  }

  mutation(phase: 'began' | 'committed' | 'settled', mutation: TracedMutation, error?: Error): void {
    const beginning = this.#beginningOf(mutation, phase === 'began')
    if (phase === 'committed') beginning.committed = this.#stopwatch.read()
    else if (phase === 'settled') {
      this.#committed = error ? undefined : beginning.committed
      // It is told in this turn what was invalidated; what is later is of another mutation, perhaps another manager's.
      queueMicrotask(() => (this.#committed = undefined))
    }
    const { keys, tags, patterns } = mutation.touches
    const { id, time } = beginning
    this.#tell({
      type: 'mutation',
      id,
      phase,
      keys,
      tags,
      patterns: patterns.map(({ source }) => source),
      error,
      duration: this.#manager.clock.monotonic() - time,
    })
  }

  disposed(): void {
    this.#tell({ type: 'disposed' })
    this.stop()
  }

  #invalidated({ key, reason }: SyncEvent): void {
    this.#withEntry(key, (entry) => {
      const byMutation = reason === 'mutation'
      const isWatched = entry.watchers > 0
      const isAsked = (entry.isWanted && entry.owed !== undefined) || this.#isGood(entry.run)
      const since = (byMutation ? this.#committed : undefined) ?? this.#stopwatch.read()
      if (isWatched && isAsked && !entry.paused && !this.#waits.has(entry)) this.#waits.set(entry, since)
      this.#tell({ type: 'invalidated', key: entry.key, byMutation, isWatched, isAsked })
    })
  }

  /** Whether a run brings an answer that is good after all invalidations so far. */
  #isGood(run: Run | undefined): boolean {
    if (run?.state !== 'running') return run !== undefined
    return this.#engine.store.outdated(run.started, run.key, run.tags) === 0
  }

  /** Good data is held again: once everybody who watches was told, the wait is over. */
  #shown(entry: Entry): void {
    const since = this.#waits.get(entry)
    if (since === undefined) return
    this.#waits.delete(entry)
    queueMicrotask(() => {
      if (entry.watchers === 0) return
      this.#tell({ type: 'shown', key: entry.key, wait: this.#stopwatch.read() - since })
    })
  }

  #withEntry(key: string | undefined, run: (entry: Entry) => void): void {
    const entry = key === undefined ? undefined : this.#engine.entries.get(key)
    if (entry) run(entry)
  }

  #beginningOf(what: object, isNew = false): Beginning {
    let beginning = this.#beginnings.get(what)
    if (!beginning || isNew) {
      const { clock } = this.#manager
      const { shared = 0, id = ++this.#count } = beginning ?? {}
      beginning = { id, shared, at: clock.now(), time: clock.monotonic(), stops: this.#stopwatch.stops }
      this.#beginnings.set(what, beginning)
    }
    return beginning
  }

  #tell(fact: Fact): void {
    const { clock } = this.#manager
    const record = { at: clock.now(), time: clock.monotonic(), ...fact } as TraceRecord
    for (const listener of this.listeners) {
      try {
        listener(record)
      } catch (error) {
        this.#engine.report(error, 'a listener of the trace')
      }
    }
  }
}
