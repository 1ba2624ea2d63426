// The two runs of one plan, and what they come to.
import { createApp } from '@freshline/example-server/app'
import { freshness } from '@freshline/example-server/freshness'
import { fakeClock, seeded } from '@freshline/test-utils'
import { planOf, TEAM } from './plan.mjs'
import { freshlinePage, plainPage, play } from './run-use.mjs'

/** What must be reached: shares from 0 to 1. */
export const TARGETS = { fewerLoads: 0.8, withoutLoad: 0.9, success: 0.99 }

/** Plays the same plan with plain pages and no cache on the server, and with Freshline on both sides. */
export async function countUse(folder, team = TEAM, seed = 1) {
  const deeds = planOf(team, seeded(seed).next)
  const run = async (cache, pageOf) => {
    const clock = fakeClock()
    const options = { dbFile: ':memory:', staticDir: folder, seed: 7, debug: false, now: clock.now, cache }
    const app = await createApp(options)
    try {
      const played = await play({ app, clock, deeds, end: team.minutes * 60_000, open: pageOf(clock) })
      return { ...played, stats: await app.stats() }
    } finally {
      await app.close()
    }
  }
  const plain = await run({ enabled: false }, plainPage)
  const fresh = await run({ enabled: true }, (clock) => freshlinePage(clock, freshness))
  const sum = (name) => fresh.pages.reduce((total, page) => total + page[name], 0)
  const answers = sum('changed') + sum('unchanged')
  return {
    team,
    saves: fresh.saves,
    plain: { requests: plain.reads, loads: plain.stats.passed, bytes: plain.bytes, failed: plain.failed },
    fresh: {
      requests: fresh.reads,
      notModified: fresh.notModified,
      loads: fresh.stats.loads,
      bytes: fresh.bytes,
      failed: fresh.failed,
      held: sum('held'),
      serverHitRatio: fresh.stats.hitRatio,
    },
    fewerLoads: 1 - fresh.stats.loads / plain.stats.passed,
    withoutLoad: 1 - fresh.stats.loads / (fresh.reads + sum('held')),
    success: answers / (answers + sum('failed')),
  }
}
