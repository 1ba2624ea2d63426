import { expect, test } from 'vitest'
import { failingEntries, liveStateOf } from '../src/app/live-state'

const well = { isOnline: true, isAutoSyncOn: true, isSyncing: false, isFailing: false }

test('all well is live, and a request under way is syncing', () => {
  expect(liveStateOf(well)).toBe('live')
  expect(liveStateOf({ ...well, isSyncing: true })).toBe('syncing')
})

test('what hinders most is said first', () => {
  const worst = { isOnline: false, isAutoSyncOn: false, isSyncing: true, isFailing: true }
  expect(liveStateOf(worst)).toBe('offline')
  expect(liveStateOf({ ...worst, isOnline: true })).toBe('paused')
  expect(liveStateOf({ ...worst, isOnline: true, isAutoSyncOn: true })).toBe('degraded')
})

test('an error of what nobody asks for any more does not count', () => {
  const entry = {
    key: 'a',
    active: true,
    enabled: true,
    freshness: 'stale',
    lastSync: null,
    nextSync: null,
    lastError: 'no',
    failures: 1,
    subscribers: 1,
  } as const
  const failing = failingEntries([
    entry,
    { ...entry, key: 'b', enabled: false },
    { ...entry, key: 'c', lastError: null },
  ])
  expect(failing.map(({ key }) => key)).toEqual(['a'])
})
