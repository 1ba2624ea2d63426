import type { SourceState } from '@freshline/example-server/api-types'
import { describe, expect, it } from 'vitest'
import { attempts } from '../src/data/license'
import { latestRelease, releaseInterval, releaseList } from '../src/data/releases'
import { formatTime } from '../src/format/time'
import { sourceWords, toLocalTimes } from '../src/releases/source-words'

const NOW = new Date(2026, 2, 3, 10, 45).getTime()
const MINUTE = 60_000

const source = (more: Partial<SourceState> = {}): SourceState => ({
  at: NOW,
  stale: true,
  asOf: NOW - 3 * MINUTE,
  reason: 'unreachable',
  retryAt: null,
  limit: 60,
  remaining: 40,
  resetsAt: NOW + 30 * MINUTE,
  asked: 1,
  free: 0,
  ...more,
})
const told = (more: Partial<SourceState>) => {
  const { tone, title, text } = sourceWords(source(more), NOW)
  return [tone, title, text]
}

describe('sourceWords', () => {
  it('says when the releases were confirmed', () => {
    const text = 'Confirmed by the release service at 10:42.'
    expect(told({ stale: false, reason: null })).toEqual(['ok', 'Connected', text])
  })

  it.each([
    ['unreachable', 'warn', 'The release service is unreachable'],
    ['timeout', 'warn', 'The release service is not answering in time'],
    ['failed', 'warn', 'The release service reports an error'],
    ['garbage', 'bad', 'The release service sent something unreadable'],
  ] as const)('says of %s what it is, and how old the page is', (reason, tone, title) => {
    expect(told({ reason })).toEqual([tone, title, 'Showing what we had at 10:42. Trying again shortly.'])
  })

  it('says when it is tried again, as exactly as makes sense', () => {
    const text = (retryAt: number) => told({ retryAt })[2]
    expect(text(NOW + 2_000)).toMatch(/Trying again within a minute\.$/)
    expect(text(NOW + 2 * MINUTE)).toMatch(/Trying again at 10:47\.$/)
    expect(text(NOW - 1)).toMatch(/Trying again shortly\.$/)
  })

  it('says when there is a new budget, and tells that from a pause that was asked for', () => {
    const retryAt = NOW + 18 * MINUTE
    expect(told({ reason: 'rate_limited', remaining: 0, retryAt })).toEqual([
      'warn',
      'The request budget is used up',
      'Showing what we had at 10:42. There will be new requests at 11:03, in 18 min.',
    ])
    expect(told({ reason: 'rate_limited', remaining: 12, retryAt })[1]).toBe(
      'The release service asked for a pause',
    )
  })

  it('says that nothing is kept where nothing is, and the day where it was another', () => {
    expect(told({ asOf: null })).toEqual([
      'bad',
      'The release service is unreachable',
      'Nothing is kept yet. Trying again shortly.',
    ])
    expect(told({ asOf: NOW - 24 * 60 * MINUTE })[2]).toContain(
      'Showing what we had on Mar 2, 2026 at 10:45.',
    )
    expect(told({ reason: null })[1]).toBe('The releases have not been confirmed for a while')
  })

  it('says the same to ears for as long as the state is the same', () => {
    const spoken = (now: number) => sourceWords(source({ retryAt: NOW + MINUTE }), now).spoken
    expect(spoken(NOW)).toBe(spoken(NOW + 45_000))
  })
})

describe('toLocalTimes', () => {
  it('moves all times by how far the clocks are apart, and leaves alone what is not there', () => {
    const moved = toLocalTimes(source({ retryAt: null }), 5_000)
    expect(moved).toMatchObject({ at: NOW + 5_000, asOf: NOW - 3 * MINUTE + 5_000, retryAt: null })
    expect(formatTime(moved.resetsAt ?? 0)).toBe('11:15')
  })
})

describe('a pause that the release service wants', () => {
  it('holds back the releases, and nothing else of the page', () => {
    expect(latestRelease.origin).toBe(releaseList.origin)
    expect(latestRelease.origin).not.toBe(attempts.origin)
  })
})

describe('releaseInterval', () => {
  it('is five minutes', () => {
    expect([releaseInterval(undefined), releaseInterval(source({ stale: false }))]).toEqual([
      300_000, 300_000,
    ])
  })

  it('is shorter while the release service cannot be asked, but no shorter than that makes sense', () => {
    expect(releaseInterval(source({ retryAt: null }))).toBe(30_000)
    expect(releaseInterval(source({ retryAt: NOW + 2_000 }))).toBe(30_000)
    expect(releaseInterval(source({ retryAt: NOW + 2 * MINUTE }))).toBe(120_000)
    expect(releaseInterval(source({ retryAt: NOW + 40 * MINUTE }))).toBe(300_000)
  })
})
