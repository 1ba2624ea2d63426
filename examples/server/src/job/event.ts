/** What happens by itself in the demo's data, one at a time. */
import type { Database } from '../db/database.ts'
import type { Random } from '../seed/random.ts'

/** What an event works with; it runs inside a transaction. */
export interface EventContext {
  db: Database
  /** Epoch milliseconds. */
  at: number
  random: Random
}

/** Answers whether there was anything it could happen to. */
export type Event = (context: EventContext) => boolean
