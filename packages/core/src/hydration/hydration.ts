/**
 * Carries what a server render fetched over to the client, at the right age. Ages are durations: the server's
 * clock and the client's are never compared.
 */
import { check, checkDuration, TAGS, TEXT, type Rule } from '../base/check'
import { CodedError } from '../base/coded-error'
import { OptionError } from '../base/option-error'
import { engineOf, type DataSyncManager } from '../manager'
import { applyOutside, checkOutside, compareVersions, type Meta, type OutsideData } from '../sync'

/** One value on its way to the client. */
export interface DehydratedEntry {
  /** The canonical key. */
  readonly key: string
  /** What was held. */
  readonly data: unknown
  /** How long ago it was asked for, milliseconds. */
  readonly age: number
  /** How long it is still fresh, milliseconds; negative: stale for so long; null: fresh for ever. */
  readonly freshFor: number | null
  /** Labels by which it can be invalidated. */
  readonly tags: readonly string[]
  /** The server's version of it, where there is one; a bigint, which JSON has not, by its digits. */
  readonly version?:
    | number
    | string
    | {
        /** The digits. */
        readonly bigint: string
      }
    | undefined
}

/** What `dehydrate` makes and `hydrate` takes: plain data, safe for JSON as far as the values are. */
export interface DehydratedState {
  /** The version of this format. */
  readonly freshline: 1
  /** What was held, key by key. */
  readonly entries: readonly DehydratedEntry[]
}

/** Options of {@link dehydrate}. */
export interface DehydrateOptions {
  /** Which keys go; private data can be left out. Default: all that are held. */
  readonly filter?: ((key: string, tags: readonly string[]) => boolean) | undefined
}

/** Options of {@link hydrate}. All durations are milliseconds. */
export interface HydrateOptions {
  /**
   * How long the state was on its way: between `dehydrate` and now. Default 0, which is right for a streamed
   * page; a page from a CDN adds its `Age` response header.
   */
  readonly transit?: number | undefined
}

/** What a manager holds, with ages instead of times. @throws what `filter` throws */
export function dehydrate(manager: DataSyncManager, options: DehydrateOptions = {}): DehydratedState {
  const { store } = engineOf(manager)
  const now = store.timeline.sync()
  const entries: DehydratedEntry[] = []
  for (const name of [...store.records.keys()]) {
    const record = store.held(name)
    if (record?.value === undefined || options.filter?.(name, record.life.tags) === false) continue
    const { key, value, at, expires, life, meta } = record
    const left = expires - now
    const version = (meta as Meta | undefined)?.version
    entries.push({
      key,
      data: value,
      age: now - at,
      freshFor: left === Infinity ? null : left,
      tags: life.tags,
      ...(version !== undefined && {
        version: typeof version === 'bigint' ? { bigint: `${version}` } : version,
      }),
    })
  }
  return { freshline: 1, entries }
}

/**
 * Brings a dehydrated state into a manager. Nothing that the manager holds already is replaced by something
 * older: what is held wins, unless both have versions and the state's is newer.
 * @throws `invalid_option` where the state is none
 */
export function hydrate(
  manager: DataSyncManager,
  state: DehydratedState,
  options: HydrateOptions = {},
): void {
  if (state?.freshline !== 1 || !Array.isArray(state.entries)) {
    throw new CodedError('invalid_option', 'hydrate: the state was not made by dehydrate() of this version')
  }
  const transit = checkDuration('transit', options.transit ?? 0, true)
  const engine = engineOf(manager)
  const all = state.entries.map((entry) => toOutside(entry, transit))
  for (const event of all) checkOutside(event)
  engine.turn(() => {
    for (const event of all) {
      const held = engine.store.held(event.key)
      const isNewer = (compareVersions(event.version, (held?.meta as Meta | undefined)?.version) ?? 0) > 0
      if (!held || isNewer) applyOutside(engine, event)
    }
  })
}

/** Digits of a number that fits in a header: very many take long to read. */
const DIGITS: Rule = [(value) => /^-?\d{1,99}$/.test(String(value)), 'digits, 1 to 99']

/** @throws OptionError where the entry is none */
function toOutside(entry: DehydratedEntry | null, transit: number): OutsideData {
  if (typeof entry !== 'object' || entry === null)
    throw new OptionError('hydrate', entry, 'entries of dehydrate()')
  const { key, data, age, freshFor, tags, version } = entry
  return {
    type: 'data',
    key: check('key', key, TEXT),
    data,
    source: 'hydrated',
    age: checkDuration('age', age, true) + transit,
    freshFor: freshFor === null ? Infinity : freshFor - transit,
    tags: check('tags', tags, TAGS),
    version: typeof version === 'object' ? BigInt(check('version', version?.bigint, DIGITS)) : version,
  }
}
