/** When an entry is to be looked at again. */
import { owedAt, pollAt } from './due'
import type { Engine } from './engine'
import type { Entry } from './entry'

/** Why a wanted entry may not ask by itself. */
export type Hold = 'off' | 'offline' | 'mutating' | 'paused' | 'gated' | 'hidden'

/** When the entry is to be looked at again. */
export function wakeAt(engine: Engine, entry: Entry, hold: Hold | undefined): number {
  const { run, older, record, snapshot } = entry
  const { rules } = entry.policy
  let at = Infinity
  if (run && run.state !== 'queued' && !(run.state === 'waiting' && hold === 'mutating')) at = run.until
  for (const each of older) at = Math.min(at, each.until)
  if (!hold) {
    if (!run) at = Math.min(at, pollAt(engine, entry), owedAt(engine, entry))
    else if (run.state === 'running' && entry.owed === 'invalidated') at = Math.min(at, entry.owedAt)
  }
  // Nobody sees a hidden page grow stale: it is told when it is shown again.
  if (snapshot.freshness === 'empty' || !(engine.presence.isVisible || rules.hiddenInterval > 0)) return at
  if (!record || snapshot.isOverdue) return at
  return Math.min(at, snapshot.freshness === 'fresh' ? record.expires : record.expires + rules.overdueAfter)
}
