/**
 * What the three collections have in common, described once: where a collection's rows are, what may be written,
 * searched and sorted, and which other collections a change of it is seen in.
 */
import type { GenericSchema } from 'valibot'
import type { CollectionName, RecordStamp } from '../api-types.ts'
import type { Database } from '../db/database.ts'
import type { SqlValue } from '../db/driver.ts'

/** Members of a row that may be written, by the names of the API. */
export type Values = Record<string, SqlValue>

/** A stored record as the API answers it. */
export type StoredRecord = RecordStamp & Record<string, unknown>

/** Names with a change counter of their own. */
export type CounterName = CollectionName | 'stats' | 'consent'

/** What a rule may look at. */
export interface RuleContext {
  db: Database
  /** Time of the change. */
  at: number
  /** The record's id, 0 while it is being created. */
  id: number
}

/** Description of one collection. */
export interface Collection {
  name: CollectionName
  /** For messages: "license key". */
  singular: string
  table: string
  /** View whose columns are the members of the API. */
  view: string
  createSchema: GenericSchema<unknown, Values>
  patchSchema: GenericSchema<unknown, Values>
  /** Members that `search` looks into. */
  searched: readonly string[]
  /** Members that `status` is compared with. */
  filtered: readonly string[]
  /** Words that `status` may be. */
  filterWords: readonly string[]
  /** Members that `sort` may name. */
  sortable: readonly string[]
  /** Fills in what a create left out. */
  complete(values: Values, context: RuleContext): Values
  /** Throws when a record as it would be stored breaks a rule that takes more than the field itself to see. */
  checkRules(record: Values, context: RuleContext): void
  /** Throws when a record must not be deleted. */
  checkDelete(record: StoredRecord, context: RuleContext): void
  /** Counters besides its own that a change from `before` to `after` moves (`null`: created or deleted). */
  touches(before: StoredRecord | null, after: StoredRecord | null): CounterName[]
  /** Records of other collections that show something of this one which differs between `before` and `after`. */
  shownIn(
    db: Database,
    before: StoredRecord | null,
    after: StoredRecord | null,
  ): [name: CollectionName, id: number][]
  /** How the audit log names a record. */
  label(record: StoredRecord): string
  /** Members that the audit log cuts to 8 characters. */
  secret: readonly string[]
}

/** Column of a member: `seatsUsed` is `seats_used`. */
export function columnOf(member: string): string {
  return member.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
