/** What a record of the trace looks like in the browser's Performance panel. Pure. */
import type { EndedRecord, MutationRecord, ShownRecord } from '@freshline/core/metrics'

/** The colors that Chromium's panel knows. */
export type PanelColor =
  | 'primary'
  | 'primary-light'
  | 'primary-dark'
  | 'secondary'
  | 'secondary-light'
  | 'secondary-dark'
  | 'tertiary'
  | 'tertiary-light'
  | 'tertiary-dark'
  | 'error'

/** One entry, or a marker where it has no track. */
export interface TimingEntry {
  /** Its label. */
  readonly label: string
  /** The track it is on; undefined: a line across all tracks. */
  readonly track: 'Requests' | 'Mutations' | 'Change to screen' | undefined
  readonly color: PanelColor
  /** What is shown where the pointer is on it. */
  readonly tooltip: string
  /** What is shown when it is selected. */
  readonly properties: readonly (readonly [name: string, value: string])[]
}

const MOST_NAMES = 20

const COLORS: Readonly<Record<EndedRecord['outcome'], PanelColor>> = {
  changed: 'primary',
  unchanged: 'primary-light',
  notModified: 'tertiary-light',
  failed: 'error',
  superseded: 'secondary-light',
  aborted: 'secondary-dark',
}

const WORDS: Readonly<Record<EndedRecord['outcome'], string>> = {
  changed: 'changed',
  unchanged: 'unchanged',
  notModified: 'not modified',
  failed: 'failed',
  superseded: 'discarded as old',
  aborted: 'given up',
}

/** A property, where it is known. */
function property(name: string, value: unknown): [name: string, value: string][] {
  return value === undefined ? [] : [[name, String(value)]]
}

/** Names in one line, not too many of them. */
function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).join(', ')
  return names.length > MOST_NAMES ? `${shown} and ${names.length - MOST_NAMES} more` : shown
}

/** A request, from its first attempt to its end. */
export function requestEntry(record: EndedRecord): TimingEntry {
  const { key, reason, outcome, status, bytes, savedBytes, version, attempts, shared, joins, error } = record
  const words = WORDS[outcome]
  return {
    label: `${key} (${reason})`,
    track: 'Requests',
    color: COLORS[outcome],
    tooltip: `${key}: ${words}, asked because: ${reason}`,
    properties: [
      ['Key', key],
      ['Why', reason],
      ['Outcome', words],
      ...property('Status', status),
      ...property('Bytes', bytes),
      ...property('Bytes saved', savedBytes),
      ...property('Version', version),
      ...property('Attempts', attempts > 1 ? attempts : undefined),
      ...property('Shared by', shared > 0 ? shared : undefined),
      ...property('Answered by', joins ? 'a load of the cache' : undefined),
      ...property('Error', error?.message),
    ],
  }
}

/** A mutation, from its call until what it changed is stale everywhere. */
export function mutationEntry({ keys, tags, patterns, error }: MutationRecord): TimingEntry {
  const names = [...keys, ...patterns, ...tags.map((tag) => `#${tag}`)]
  const what = names.length > 0 ? listed(names) : 'nothing'
  return {
    label: `mutation of ${what}`,
    track: 'Mutations',
    color: error ? 'error' : 'secondary',
    tooltip: error ? `failed: ${error.message}` : `changes ${what}`,
    properties: [['Changes', what], ...property('Error', error?.message)],
  }
}

/** A wait, from a change until everybody who watches was told of it. */
export function screenEntry({ key, wait }: ShownRecord): TimingEntry {
  return {
    label: key,
    track: 'Change to screen',
    color: 'tertiary',
    tooltip: `${key}: ${Math.round(wait)} ms from the change until watchers saw it`,
    properties: [
      ['Key', key],
      ['Waited', `${Math.round(wait)} ms in which the page was visible, online and not paused`],
    ],
  }
}

/** Keys that were invalidated together. */
export function invalidationEntry(keys: readonly string[], byMutation: boolean): TimingEntry {
  const what = keys.length === 1 ? (keys[0] ?? '') : `${keys.length} keys`
  const why = byMutation ? 'a mutation' : 'invalidate()'
  return {
    label: `invalidated ${what}`,
    track: undefined,
    color: 'secondary',
    tooltip: `${what} became stale, by ${why}`,
    properties: [
      ['Keys', listed(keys)],
      ['By', why],
    ],
  }
}
