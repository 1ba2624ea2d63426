/** The first admin users. */
import { DAY, HOUR } from '../data/activity.ts'
import type { Database } from '../db/database.ts'
import { insertRow } from './insert.ts'
import { slug, team } from './names.ts'
import type { Random } from './random.ts'

/** Adds the team; one owner has been here a moment ago. */
export function seedUsers(db: Database, random: Random, now: number): void {
  for (const [index, [name, role, status]] of team.entries()) {
    const createdAt = now - random.between(30, 900) * DAY
    const lastSeen =
      index === 0 ? now - 240_000 : now - random.between(1, status === 'active' ? 60 : 1_400) * HOUR
    const lastActiveAt = status === 'invited' ? null : Math.max(createdAt, lastSeen)
    insertRow(db, 'admin_users', {
      name,
      email: `${slug(name).replace('-', '.')}@freshline.example`,
      role,
      status,
      lastActiveAt,
      createdAt,
      updatedAt: lastActiveAt ?? createdAt,
    })
  }
}
