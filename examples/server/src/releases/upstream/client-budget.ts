/**
 * How much each client may still ask for: a window of an hour that begins with its first request. Kept in the database,
 * because a service that forgets its limits when it restarts has none.
 */
import { HOUR } from '../../data/activity.ts'
import type { Database } from '../../db/database.ts'

/** Requests in each window. */
export const LIMIT = 60

/** Where a client stands. */
export interface ClientBudget {
  limit: number
  used: number
  remaining: number
  /** When the window ends, epoch milliseconds. */
  resetsAt: number
}

/** Where it stands now; a window that has ended is a new one. */
export function readBudget(db: Database, client: string, now: number): ClientBudget {
  const row = db.get('SELECT used, resets_at AS resetsAt FROM clients WHERE name = ?', client)
  const resetsAt = Number(row?.['resetsAt'] ?? 0)
  if (resetsAt <= now) return { limit: LIMIT, used: 0, remaining: LIMIT, resetsAt: now + HOUR }
  const used = Math.min(LIMIT, Number(row?.['used'] ?? 0))
  return { limit: LIMIT, used, remaining: LIMIT - used, resetsAt }
}

/** Counts one request. */
export function countRequest(db: Database, client: string, now: number): ClientBudget {
  const { used, resetsAt } = readBudget(db, client, now)
  return writeBudget(db, client, used + 1, resetsAt, now)
}

/** Leaves every known client, and `client`, with `remaining` requests until `resetsAt`. For demos and tests. */
export function setBudget(
  db: Database,
  client: string,
  remaining: number,
  resetsAt: number,
  now: number,
): void {
  db.transaction(() => {
    const names = new Set([client, ...db.all('SELECT name FROM clients').map((row) => String(row['name']))])
    for (const name of names) writeBudget(db, name, LIMIT - remaining, resetsAt, now)
  })
}

/** As header fields tell it: whole seconds, as GitHub's do. */
export function budgetHeaders({ limit, used, remaining, resetsAt }: ClientBudget): Record<string, string> {
  return {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-used': String(used),
    'x-ratelimit-reset': String(Math.ceil(resetsAt / 1_000)),
  }
}

function writeBudget(
  db: Database,
  client: string,
  used: number,
  resetsAt: number,
  now: number,
): ClientBudget {
  db.run(
    `INSERT INTO clients (name, used, resets_at) VALUES (?, ?, ?)
     ON CONFLICT (name) DO UPDATE SET used = excluded.used, resets_at = excluded.resets_at`,
    client,
    used,
    resetsAt,
  )
  return readBudget(db, client, now)
}
