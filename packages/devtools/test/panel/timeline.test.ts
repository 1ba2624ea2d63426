import { DataSyncManager, fixedEnvironment, outcome, type ResourceOptions } from '@freshline/core'
import { traceManager } from '@freshline/core/metrics'
import { deferred, fakeClock } from '@freshline/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { History } from '../../src/history'
import { activityBins, BIN, BINS } from '../../src/panel/model/activity-bins'
import { MOST_REQUESTS, Timeline, type TimelineItem } from '../../src/panel/model/timeline'
import { isShown, tookOf, whyOf } from '../../src/panel/model/why'

let manager: DataSyncManager

/** A manager whose requests a timeline follows. */
function start() {
  const clock = fakeClock()
  manager = new DataSyncManager({ clock, environment: fixedEnvironment(), report: () => {} })
  const timeline = new Timeline()
  traceManager(manager, (record) => timeline.record(record))
  const register = (key: string, fetcher: () => unknown, options: ResourceOptions<unknown> = {}) =>
    manager.register(key, fetcher as never, options as never)
  const results = () => timeline.items().map(({ key, result }) => `${key} ${result}`)
  const last = () => timeline.items().at(-1) as TimelineItem
  return { clock, timeline, register, results, last }
}

afterEach(() => manager?.dispose())

describe('the timeline says what came of each request, and why it was made', () => {
  it('changed, unchanged, 304 and failed', async () => {
    const { clock, register, results, last } = start()
    let answer: () => unknown = () => 1
    register('a', () => answer(), { interval: 10_000, retry: false })
    await clock.advance(0)
    expect(whyOf(last())).toBe(
      'Asked because it was registered and nothing fresh was held; the answer changed the data.',
    )
    await clock.advance(10_000)
    expect(whyOf(last())).toBe(
      'Asked because its interval was over; the answer was what was held already, so nothing was rendered.',
    )
    answer = () => outcome(undefined, { notModified: true })
    await manager.refresh('a', { force: true })
    expect(whyOf(last())).toBe(
      'Asked, past every cache because somebody called refresh(); the server said 304, nothing has changed: no body was sent, nothing was rendered.',
    )
    answer = () => Promise.reject(new Error('down'))
    await manager.refresh('a')
    expect(whyOf(last())).toBe(
      'Asked because somebody called refresh(); it failed, and what was held is kept (down).',
    )
    expect(results()).toEqual(['a changed', 'a unchanged', 'a notModified', 'a failed'])
  })

  it('fresh hits and joined requests are saved ones', async () => {
    const { clock, register, results, timeline } = start()
    const answer = deferred<number>()
    register('a', () => answer.promise, { ttl: 60_000 })
    register('a', () => 0, { ttl: 60_000 })
    answer.resolve(1)
    await clock.advance(0)
    register('a', () => 0, { ttl: 60_000 })
    expect(results()).toEqual(['a changed', 'a joined', 'a hit'])
    expect(timeline.items().map(whyOf).slice(1)).toEqual([
      'Saved: one more place began to show it while a request was under way; its answer serves both.',
      'Saved: one more place began to show it, and what is held was still fresh.',
    ])
  })

  it('aborted and superseded', async () => {
    const { clock, register, results, last } = start()
    const slow = register('slow', () => new Promise(() => {}))
    await clock.advance(0)
    expect(last()).toMatchObject({ result: 'running', endedAt: undefined })
    slow.unregister()
    await clock.advance(0)
    expect(last()).toMatchObject({ result: 'aborted' })
    expect(whyOf(last())).toContain('it was given up, for nobody wanted the answer any more')

    const answer = deferred<number>()
    register('late', () => answer.promise)
    await clock.advance(0)
    manager.setData('late', 5)
    answer.resolve(1)
    await clock.advance(0)
    expect(results().filter((text) => text.startsWith('late'))).toContain('late superseded')
  })

  it('a mutation is told from a call of invalidate()', async () => {
    const { clock, register, last } = start()
    register('a', () => 1, { ttl: 60_000 })
    await clock.advance(0)
    await manager.invalidate('a')
    expect(whyOf(last())).toContain('Asked because it was invalidated;')
    await manager.mutate(async () => {}, { invalidates: ['a'] })
    await clock.advance(0)
    expect(whyOf(last())).toContain('Asked because a mutation named it;')
  })

  it('all attempts of a request are one', async () => {
    const { clock, register, timeline, last } = start()
    let attempts = 0
    register('a', () => (++attempts < 3 ? Promise.reject(new Error('down')) : 1))
    await clock.advance(60_000)
    expect(timeline.items()).toHaveLength(1)
    expect(last()).toMatchObject({ attempts: 3, result: 'changed' })
    expect(whyOf(last())).toMatch(/\(3 attempts\)\.$/)
    expect(tookOf(last(), 0)).toMatch(/ s$/)
  })
})

describe('the timeline', () => {
  it('begins with what the record of events knows, and goes on with it', async () => {
    const clock = fakeClock()
    manager = new DataSyncManager({ clock, environment: fixedEnvironment() })
    const history = new History(manager)
    const answer = deferred<number>()
    manager.register('a', () => 1, { interval: 1000 })
    manager.register('slow', () => answer.promise)
    await clock.advance(1500)
    const timeline = new Timeline()
    timeline.seed(history.all(), () => true)
    traceManager(manager, (record) => timeline.record(record))
    const results = () => timeline.items().map(({ key, result }) => `${key} ${result}`)
    expect(results()).toEqual(['a changed', 'slow running', 'a unchanged'])
    answer.resolve(1)
    await clock.advance(0)
    expect(results()).toEqual(['a changed', 'slow changed', 'a unchanged'])
    history.stop()
  })

  it('holds the newest thousand', async () => {
    const { clock, register, timeline } = start()
    register('a', () => 1)
    await clock.advance(0)
    for (let index = 0; index < MOST_REQUESTS + 50; index++) await manager.refresh('a')
    expect(timeline.items()).toHaveLength(MOST_REQUESTS)
    expect(timeline.items().every(({ result }) => result !== 'running')).toBe(true)
  })

  it('keeps what is under way when it is cleared', async () => {
    const { clock, register, timeline, results } = start()
    register('a', () => 1)
    register('slow', () => new Promise(() => {}))
    await clock.advance(0)
    timeline.clear()
    expect(results()).toEqual(['slow running'])
  })

  it('is filtered by what came of the requests', () => {
    const shown = (filter: 'all' | 'requests' | 'saved' | 'failed') =>
      (['changed', 'notModified', 'failed', 'superseded', 'hit', 'joined'] as const).filter((result) =>
        isShown(filter, result),
      )
    expect(shown('all')).toHaveLength(6)
    expect(shown('requests')).toEqual(['changed', 'notModified', 'failed', 'superseded'])
    expect(shown('saved')).toEqual(['notModified', 'hit', 'joined'])
    expect(shown('failed')).toEqual(['failed', 'superseded'])
  })
})

describe('the strip of the last two minutes', () => {
  it('counts by two seconds, and leaves older ones out', () => {
    const item = (startedAt: number, result: TimelineItem['result']) =>
      ({ startedAt, result }) as TimelineItem
    const now = 1_000_000
    const bins = activityBins(
      [
        item(now - BIN * BINS - 1, 'changed'),
        item(now - BIN, 'failed'),
        item(now, 'changed'),
        item(now, 'changed'),
        item(now, 'hit'),
      ],
      now,
    )
    expect(bins).toHaveLength(BINS)
    expect(bins.at(-1)).toEqual({ changed: 2, same: 0, saved: 1, bad: 0, running: 0 })
    expect(bins.at(-2)).toMatchObject({ bad: 1 })
    expect(bins.slice(0, -2).every((bin) => Object.values(bin).every((count) => count === 0))).toBe(true)
  })
})
