/** Who wants a key, and who watches it: entering, changing and leaving. */
import { checkFunction } from '../base/check'
import { CodedError } from '../base/coded-error'
import type { Fetcher } from '../base/fetch-context'
import { toEntryKey, type Key } from '../keys'
import {
  askFor,
  asksSame,
  checkOptions,
  metaOf,
  noteRead,
  owe,
  rank,
  relabel,
  selecting,
  Subscription,
  type Engine,
  type Entry,
  type RefreshOptions,
  type Registered,
  type Resource,
  type ResourceOptions,
  type Snapshot,
} from '../sync'
import { letGo } from './switches'

/** How long after a prefetch the first registration takes its answer as its own, milliseconds. It is kept for as long. */
export const CLAIM_WITHIN = 5000

/** A key with its fetcher and its options, checked. */
export interface Described<T> {
  readonly key: string
  readonly fetcher: Fetcher<T>
  readonly options: ResourceOptions<T>
}

/** What `(resource, options)` and `(key, fetcher, options)` have in common. @throws OptionError and key errors */
export function describe<T>(
  what: Resource<T> | Key,
  second?: Fetcher<T> | ResourceOptions<T>,
  third: ResourceOptions<T> = {},
): Described<T> {
  let key = what as Key
  let fetcher = second as Fetcher<T>
  // A copy: the object is the user's, who may say something else with it to the next key.
  let options = { ...third }
  if (typeof what === 'object' && what !== null && !Array.isArray(what)) {
    const { key: own, fetcher: asks, ...rest } = what as Resource<T>
    key = own
    fetcher = asks
    options = second ? { ...rest, ...(second as ResourceOptions<T>) } : rest
  }
  checkOptions(options)
  return { key: toEntryKey(key), fetcher: checkFunction('fetcher', fetcher), options }
}

/** Adds a registration: asks at once where nothing fresh is held. */
export function enter(engine: Engine, key: string, owner: Registered): Entry {
  return engine.turn(() => {
    const entry = engine.ensure(key)
    if (entry.owners.length > 0) entry.owners.push(owner)
    else {
      entry.owners = [owner]
      if (engine.registered++ === 0) engine.hear?.(true)
      engine.emit('registered', entry)
    }
    adopt(engine, entry)
    const isAsked = !engine.isEnabled || (entry.snapshot.freshness !== 'fresh' && !claims(engine, entry))
    noteRead(engine, entry, entry.run ? 'joined' : isAsked ? 'asked' : 'held', 'register')
    if (!entry.run && isAsked && entry.isWanted) {
      entry.owed = 'registered'
      entry.owedAt = 0
      engine.touch(entry)
    }
    return entry
  })
}

/**
 * Adds one more of those who say the same, where nothing has to be asked for: nothing else changes, so that no turn
 * is needed, nor what they say to be checked.
 */
export function join(engine: Engine, key: string, owner: Registered): Entry | undefined {
  const entry = engine.entries.get(key)
  if (!entry?.shared || !asksSame(entry.shared, owner.options)) return undefined
  if (!entry.run && (entry.snapshot.freshness !== 'fresh' || !engine.isEnabled)) return undefined
  entry.owners.push(owner)
  entry.shared = owner.options
  noteRead(engine, entry, entry.run ? 'joined' : 'held', 'register')
  return entry
}

/** Whether what is held was prefetched for whoever registers now. */
function claims(engine: Engine, { record }: Entry): boolean {
  return !!(metaOf(record).prefetched && record && !record.epoch && engine.now() - record.at < CLAIM_WITHIN)
}

/** Takes over what the registrations of an entry say. */
function adopt(engine: Engine, entry: Entry): void {
  const { owners, shared } = entry
  const newest = owners.at(-1)
  // Components of one key say the same, most often: one more, or one less, changes nothing that the key does.
  const isShared = newest && (owners.length === 1 || (shared && asksSame(shared, newest.options)))
  if (!isShared || !shared) {
    entry.policy = engine.policyOf(
      entry.key,
      owners.map((each) => each.options),
    )
    relabel(engine, entry.record, entry.policy)
    engine.touch(entry)
  }
  entry.shared = isShared ? newest.options : undefined
}

/** Changes an entry, where a registration of it has not left. */
function withEntry(engine: Engine, key: string, owner: Registered, run: (entry: Entry) => void): void {
  const entry = engine.entries.get(key)
  if (entry?.owners.includes(owner)) engine.turn(() => run(entry))
}

/** Takes a registration off; doing it twice is harmless. */
export function leave(engine: Engine, key: string, owner: Registered): void {
  withEntry(engine, key, owner, (entry) => {
    letGo(engine, entry, owner)
    if (entry.owners.length > 0) adopt(engine, entry)
    else if (--engine.registered === 0) engine.hear?.(false)
  })
}

/** A registration asks for something else from now on. */
export function change(engine: Engine, key: string, owner: Registered): void {
  withEntry(engine, key, owner, (entry) => {
    const wasWanted = entry.isWanted
    entry.shared = undefined
    adopt(engine, entry)
    if (!wasWanted && entry.isWanted && entry.snapshot.freshness !== 'fresh') owe(entry, 'registered', 0)
  })
}

/** Asks for a key, as a user's action; resolves with the state after it. */
export async function refreshOne(
  engine: Engine,
  key: string,
  options: RefreshOptions = {},
): Promise<Snapshot> {
  const entry = engine.entries.get(key)
  if (entry) await askFor(engine, entry, options)
  return engine.peek(key)
}

/** The engine of a manager that is not over. @throws `disposed` */
export function live(engine: Engine): Engine {
  if (engine.isDisposed) throw new CodedError('disposed', 'This manager was disposed of; make a new one')
  return engine
}

/** Adds a listener; answers how to take it off. */
export function watch(engine: Engine, key: string, listener: unknown, select?: unknown): () => void {
  let told = checkFunction('listener', listener) as (value: unknown, snapshot: unknown) => void
  // A selector that throws at once throws here, before anything is changed.
  if (select !== undefined) told = selecting(told, checkFunction('select', select) as never, engine.peek(key))
  const subscription = new Subscription<Entry>(told)
  if (!engine.isDisposed) link(engine, engine.ensure(key), subscription)
  return unlink.bind(undefined, engine, subscription)
}

/** Adds a subscription. */
export function link(engine: Engine, entry: Entry, subscription: Subscription<Entry>): void {
  entry.add(subscription)
  if (entry.watchers > 1) return
  entry.told = entry.snapshot
  // What is watched goes ahead of what is not.
  if (entry.run) engine.queue.raise(entry.run, rank(engine, entry, entry.run.reason))
  // A registered key is looked after as it is; any other is from now on.
  if (entry.owners.length === 0) engine.turn(() => engine.touch(entry))
}

/** Takes a subscription off; what nobody needs any more is let go. */
export function unlink(engine: Engine, subscription: Subscription<Entry>): void {
  const { home } = subscription
  subscription.off()
  if (home && !home.isHeld) letGo(engine, home)
}
