import { describe, expect, it } from 'vitest'
import { reduce, type EntryEvent, type Shown } from './reduce'
import { pendingSnapshot, UNKNOWN, type Snapshot } from './snapshot'

const data = { n: 1 }
const error = new Error('down')
const shown: Shown = {
  data,
  freshness: 'fresh',
  isOverdue: false,
  cached: false,
  version: 7,
  source: 'network',
  updatedAt: 1000,
  expiresAt: 2000,
}
const pending = pendingSnapshot('stores')

/** The snapshot after several events. */
const after = (...events: EntryEvent[]): Snapshot => events.reduce<Snapshot>(reduce, pending)

const fetching: EntryEvent = { type: 'activity', activity: 'fetching' }
const answered: EntryEvent = { type: 'shown', shown, heals: true }
const failed: EntryEvent = { type: 'failed', error, fallback: undefined }
const staled: EntryEvent = { type: 'stale', expiresAt: 1500 }

/** What everything held of a key looks like before anything happened. */
const nothing = {
  key: 'stores',
  status: 'pending',
  data: undefined,
  error: undefined,
  freshness: 'empty',
  isOverdue: false,
  activity: 'idle',
  isFetching: false,
  isStale: false,
  source: undefined,
  cached: false,
  updatedAt: undefined,
  expiresAt: undefined,
  failureCount: 0,
  version: undefined,
}
const success = { ...nothing, status: 'success', ...shown }

describe('a snapshot of which nothing is known', () => {
  it('is pending and empty', () => {
    expect(pending).toEqual(nothing)
    expect(UNKNOWN).toEqual({ ...nothing, key: '' })
    expect(Object.isFrozen(UNKNOWN)).toBe(true)
  })
})

describe('activity', () => {
  it('is shown beside what is held, and is no news where it is the same', () => {
    const before = after(answered)
    const during = reduce(before, fetching)
    expect(during).toEqual({ ...success, activity: 'fetching', isFetching: true })
    expect(reduce(during, fetching)).toBe(during)
    const paused = reduce(during, { type: 'activity', activity: 'paused' })
    expect(paused).toEqual({ ...success, activity: 'paused', isFetching: false })
    expect(reduce(paused, { type: 'activity', activity: 'idle' })).toEqual(success)
  })
})

describe('shown', () => {
  it('is a success with all that is known of the data', () => {
    expect(after(answered)).toEqual(success)
    expect(after(fetching, answered)).toEqual({ ...success, activity: 'fetching', isFetching: true })
    const held: Shown = { ...shown, freshness: 'stale', isOverdue: true, cached: true, source: 'cache' }
    expect(after({ type: 'shown', shown: held, heals: true })).toEqual({
      ...success,
      ...held,
      isStale: true,
    })
  })

  it('changes the activity as well where it says one', () => {
    const done: EntryEvent = { type: 'shown', shown, heals: true, activity: 'idle' }
    expect(after(fetching, done)).toEqual(success)
    expect(after({ ...done, activity: 'fetching' })).toEqual({
      ...success,
      activity: 'fetching',
      isFetching: true,
    })
  })

  it('ends an error where it is an answer, and leaves it where it is not', () => {
    const broken = after(answered, failed, failed)
    expect(reduce(broken, answered)).toEqual(success)
    expect(reduce(broken, { type: 'shown', shown: { ...shown, data: 5 }, heals: false })).toEqual({
      ...success,
      data: 5,
      error,
      failureCount: 2,
    })
    expect(after(failed, { type: 'shown', shown, heals: false })).toMatchObject({
      status: 'success',
      error,
      failureCount: 1,
    })
  })

  it('is the same snapshot where nothing changed', () => {
    const before = after(answered)
    expect(reduce(before, { type: 'shown', shown: { ...shown }, heals: true })).toBe(before)
    expect(reduce(before, { type: 'shown', shown, heals: false })).toBe(before)
    const nan = after({ type: 'shown', shown: { ...shown, data: NaN }, heals: true })
    expect(reduce(nan, { type: 'shown', shown: { ...shown, data: NaN }, heals: true })).toBe(nan)
  })

  it('is another where any member changed, but for how the data came at first', () => {
    const before = after(answered)
    const changes: Partial<Shown>[] = [
      { data: { n: 1 } },
      { freshness: 'stale' },
      { isOverdue: true },
      { version: 8 },
      { source: 'revalidated' },
      { updatedAt: 1001 },
      { expiresAt: 2001 },
    ]
    for (const change of changes) {
      const next = reduce(before, { type: 'shown', shown: { ...shown, ...change }, heals: true })
      expect(next).not.toBe(before)
      expect(next).toMatchObject(change)
    }
    expect(reduce(before, { type: 'shown', shown: { ...shown, cached: true }, heals: true })).toBe(before)
    expect(
      reduce(before, { type: 'shown', shown: { ...shown, cached: true, updatedAt: 1001 }, heals: true }),
    ).toMatchObject({ cached: true, updatedAt: 1001 })
  })
})

describe('stale and overdue', () => {
  it('follow one another, each told once', () => {
    const fresh = after(answered)
    const overdue: EntryEvent = { type: 'overdue' }
    expect(reduce(fresh, overdue)).toBe(fresh)
    const stale = reduce(fresh, staled)
    expect(stale).toEqual({ ...success, freshness: 'stale', isStale: true, expiresAt: 1500 })
    expect(reduce(stale, { type: 'stale', expiresAt: 1400 })).toBe(stale)
    const late = reduce(stale, overdue)
    expect(late).toEqual({ ...stale, isOverdue: true })
    expect(reduce(late, overdue)).toBe(late)
  })

  it('are nothing where nothing is held', () => {
    expect(reduce(pending, staled)).toBe(pending)
    expect(reduce(pending, { type: 'overdue' })).toBe(pending)
  })
})

describe('failed', () => {
  it('is an error where nothing is held, counted each time', () => {
    expect(after(failed)).toEqual({ ...nothing, status: 'error', error, failureCount: 1 })
    const second = new Error('again')
    expect(after(failed, { ...failed, error: second })).toEqual({
      ...nothing,
      status: 'error',
      error: second,
      failureCount: 2,
    })
  })

  it('stands beside data, and never erases it', () => {
    expect(after(answered, failed)).toEqual({ ...success, error, failureCount: 1 })
    expect(after(answered, { ...failed, fallback: 'other' })).toEqual({ ...success, error, failureCount: 1 })
  })

  it('shows a fallback as stale data where nothing is held', () => {
    for (const fallback of [[], 0, '', null, false])
      expect(after({ ...failed, fallback })).toEqual({
        ...nothing,
        status: 'success',
        data: fallback,
        error,
        failureCount: 1,
        freshness: 'stale',
        isStale: true,
      })
  })
})

describe('removed', () => {
  const removed: EntryEvent = { type: 'removed' }

  it('is empty again, whatever is being done', () => {
    expect(after(answered, staled, removed)).toEqual(nothing)
    expect(after(answered, fetching, removed)).toEqual({ ...nothing, activity: 'fetching', isFetching: true })
  })

  it('leaves an error, which then stands alone', () => {
    expect(after(answered, failed, failed, removed)).toEqual({
      ...nothing,
      status: 'error',
      error,
      failureCount: 2,
    })
  })

  it('is no news where nothing was held', () => {
    const broken = after(failed)
    expect(reduce(pending, removed)).toBe(pending)
    expect(reduce(broken, removed)).toBe(broken)
  })

  it('takes a fallback away as well', () => {
    expect(after({ ...failed, fallback: [] }, removed)).toEqual({
      ...nothing,
      status: 'error',
      error,
      failureCount: 1,
    })
  })
})
