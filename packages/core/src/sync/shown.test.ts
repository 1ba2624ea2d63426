import { fakeClock } from '@freshline/test-utils'
import { describe, expect, it } from 'vitest'
import { timelineOf } from '../base/timeline'
import { CacheRecord } from '../cache/record'
import { OVERDUE_AFTER } from './policy'
import { shownOf, unheldSnapshot } from './shown'
import type { Source } from './snapshot'

const WALL = Date.UTC(2026, 0, 1)

/** What a record shows that was written at 100 and is fresh until 200, so long after the beginning. */
async function show(ms: number, { overdueAfter = 50, meta = {}, source }: Parts = {}) {
  const clock = fakeClock(WALL)
  const timeline = timelineOf(clock)
  timeline.read()
  await clock.advance(ms)
  const record = new CacheRecord<unknown>('stores', 'data', 1, { ttl: 100, gcTime: 0, tags: [] }, meta)
  record.at = 100
  record.expires = 200
  return { clock, timeline, shown: shownOf(timeline, record, overdueAfter, source) }
}

interface Parts {
  readonly overdueAfter?: number
  readonly meta?: object
  readonly source?: Source
}

describe('shownOf', () => {
  it('is data with its times by the wall clock, and its version', async () => {
    const { shown } = await show(150, { meta: { source: 'network', version: 3 } })
    expect(shown).toEqual({
      data: 'data',
      source: 'network',
      cached: false,
      freshness: 'fresh',
      isOverdue: false,
      updatedAt: WALL + 100,
      expiresAt: WALL + 200,
      version: 3,
    })
  })

  it.each([
    [199, 'fresh', false],
    [200, 'stale', false],
    [249, 'stale', false],
    [250, 'stale', true],
  ])('at %d it is %s, overdue: %o', async (ms, freshness, isOverdue) => {
    expect((await show(ms)).shown).toMatchObject({ freshness, isOverdue })
  })

  it.each<[Source, boolean]>([
    ['cache', true],
    ['hydrated', true],
    ['storage', true],
    ['tab', true],
    ['network', false],
    ['revalidated', false],
    ['push', false],
    ['optimistic', false],
    ['manual', false],
  ])('data by %s was held before: %o', async (source, cached) => {
    expect((await show(150, { meta: { source } })).shown).toMatchObject({ source, cached })
    expect((await show(150, { meta: { source: 'network' }, source })).shown).toMatchObject({ source, cached })
  })

  it('was set by hand where nobody says otherwise', async () => {
    expect((await show(150, { meta: {} })).shown).toMatchObject({ source: 'manual', version: undefined })
  })

  it('is as of now, stale and never overdue, where nothing is held', async () => {
    const { timeline } = await show(5000)
    expect(shownOf(timeline, undefined, 0, 'optimistic')).toEqual({
      data: undefined,
      source: 'optimistic',
      cached: false,
      freshness: 'stale',
      isOverdue: false,
      updatedAt: WALL + 5000,
      expiresAt: WALL + 5000,
      version: undefined,
    })
  })
})

describe('unheldSnapshot', () => {
  /** A record that was written at 0 and is fresh until 100. */
  const start = (source?: Source) => {
    const clock = fakeClock(WALL)
    const timeline = timelineOf(clock)
    timeline.read()
    const life = { ttl: 100, gcTime: 0, tags: [] }
    const record = new CacheRecord<unknown>('stores', 'data', 1, life, { source })
    record.expires = 100
    return { clock, look: () => unheldSnapshot(timeline, record) }
  }

  it('is held data at rest, without an error', () => {
    expect(start().look()).toEqual({
      key: 'stores',
      status: 'success',
      data: 'data',
      error: undefined,
      freshness: 'fresh',
      isOverdue: false,
      activity: 'idle',
      isFetching: false,
      isStale: false,
      source: 'cache',
      cached: true,
      updatedAt: WALL,
      expiresAt: WALL + 100,
      failureCount: 0,
      version: undefined,
    })
  })

  it('is the same until it is stale, and then until it is overdue', async () => {
    const { clock, look } = start()
    const fresh = look()
    await clock.advance(99)
    const before = clock.readings
    expect(look()).toBe(fresh)
    // One look at the clock is all that it costs.
    expect(clock.readings - before).toBe(1)
    await clock.advance(1)
    const stale = look()
    expect(stale).toMatchObject({ freshness: 'stale', isStale: true, isOverdue: false })
    await clock.advance(OVERDUE_AFTER - 1)
    expect(look()).toBe(stale)
    await clock.advance(1)
    const overdue = look()
    expect(overdue).toMatchObject({ freshness: 'stale', isOverdue: true })
    await clock.advance(OVERDUE_AFTER)
    expect(look()).toBe(overdue)
  })

  it('says of what a server rendered that it did, and of all else that it was held', () => {
    expect(start('hydrated').look().source).toBe('hydrated')
    for (const source of ['network', 'manual', 'storage'] as const)
      expect(start(source).look().source).toBe('cache')
  })
})
