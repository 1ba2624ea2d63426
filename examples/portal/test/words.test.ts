import { HttpError, NetworkError } from '@freshline/core'
import type { CheckedLicense } from '@freshline/example-server/api-types'
import { describe, expect, it } from 'vitest'
import { liveStateOf } from '../src/app/live-state'
import { viewOf } from '../src/app/route'
import { speedOf } from '../src/data/pace'
import { formatAmount, formatBytes } from '../src/format/number'
import { formatAgo, formatIn, formatMoment, formatSpan } from '../src/format/time'
import { checkErrorOf } from '../src/license/check-error'
import { outcomeWords } from '../src/license/outcome-words'
import { platformOf } from '../src/releases/platform'
import { sourceOfError } from '../src/releases/source-of-error'

const http = (status: number, body: unknown, retryAfter?: number) =>
  new HttpError('POST /api/validate-license: 4xx', { status, headers: new Headers(), body, retryAfter })

describe('the words of an outcome', () => {
  const license: CheckedLicense = {
    product: 'Atlas Studio',
    plan: 'team',
    customerName: 'Indigo Systems',
    seats: 3,
    seatsUsed: 1,
    expiresAt: new Date(2026, 0, 5).getTime(),
    lastUsedAt: null,
  }

  it('are others for each, and say when a license ended', () => {
    const outcomes = ['valid', 'expired', 'revoked', 'unknown', 'malformed'] as const
    expect(new Set(outcomes.map((outcome) => outcomeWords(outcome, null).title)).size).toBe(5)
    expect(outcomeWords('expired', license).advice).toContain('It ended on Jan 5, 2026.')
    expect(outcomeWords('expired', { ...license, expiresAt: null }).advice).toContain('It ended.')
  })
})

describe('why a check could not be made', () => {
  it('is said without what was checked', () => {
    expect(checkErrorOf(http(429, {}, 12_000))).toBe('Too many checks in a short time. Try again in 12 s.')
    expect(checkErrorOf(http(429, undefined))).toBe('Too many checks in a short time.')
    expect(
      checkErrorOf(http(422, { error: { fields: { key: 'Must be 1 to 200 characters of text.' } } })),
    ).toBe('That is no key. Must be 1 to 200 characters of text.')
    expect(checkErrorOf(http(500, 'oops'))).toMatch(/^The key was not checked\. The server has a problem/)
    expect(checkErrorOf(new NetworkError('POST failed'))).toMatch(/^The key was not checked\. /)
  })
})

describe('what an error says of the release service', () => {
  it('is there in our server’s 503 alone', () => {
    const source = { reason: 'unreachable' }
    expect(sourceOfError(http(503, { error: { source } }))).toBe(source)
    for (const error of [http(503, 'text'), http(503, null), http(503, undefined), new Error('x'), undefined])
      expect(sourceOfError(error)).toBeUndefined()
  })
})

describe('times and numbers', () => {
  it('are rounded so that they are never too good', () => {
    expect([formatSpan(-5), formatSpan(59_999), formatSpan(3_599_999), formatSpan(86_400_000)]).toEqual([
      '0 s',
      '59 s',
      '59 min',
      '1 day',
    ])
    expect([formatAgo(100, 0), formatAgo(0, 4_999), formatAgo(0, 60_000)]).toEqual([
      'just now',
      'just now',
      '1 min ago',
    ])
    expect([formatIn(0, 0), formatIn(1, 0), formatIn(3_600_500, 0), formatIn(3 * 3_600_000, 0)]).toEqual([
      'now',
      'in 1 s',
      'in 60 min',
      'in 3 h',
    ])
    const at = new Date(2026, 2, 3, 0, 5).getTime()
    expect([formatMoment(at, at + 3_600_000), formatMoment(at, at + 86_400_000)]).toEqual([
      'at 00:05',
      'on Mar 3, 2026 at 00:05',
    ])
    expect([formatBytes(999), formatBytes(807_687), formatBytes(999_900)]).toEqual([
      '999 B',
      '808 KB',
      '1.0 MB',
    ])
    expect([formatAmount(1, 'download'), formatAmount(18_204, 'download')]).toEqual([
      '1 download',
      '18,204 downloads',
    ])
  })
})

describe('the page', () => {
  it('knows its views and its speed, and takes nonsense for the usual', () => {
    expect(['', '#/license', '#/license?x=1', '#/nothing', '#releases'].map(viewOf)).toEqual([
      'releases',
      'license',
      'license',
      'releases',
      'releases',
    ])
    expect(['', '?speed=10', '?speed=1000', '?speed=0', '?speed=fast'].map(speedOf)).toEqual([
      1, 10, 100, 1, 1,
    ])
  })

  it('says first what hinders most', () => {
    const facts = { isOnline: true, isAutoSyncOn: true, isSyncing: true, isFailing: true }
    expect([
      liveStateOf({ ...facts, isOnline: false, isAutoSyncOn: false }),
      liveStateOf({ ...facts, isAutoSyncOn: false }),
      liveStateOf(facts),
      liveStateOf({ ...facts, isFailing: false }),
      liveStateOf({ ...facts, isFailing: false, isSyncing: false }),
    ]).toEqual(['offline', 'paused', 'degraded', 'syncing', 'live'])
  })

  it('knows which file is for this machine, and says nothing where it does not', () => {
    const agent = (userAgent: string) => platformOf({ userAgent })
    expect(agent('Mozilla/5.0 (Windows NT 10.0; Win64; x64)')).toBe('Windows')
    expect(agent('Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)')).toBe('macOS')
    expect(agent('Mozilla/5.0 (X11; Linux x86_64)')).toBe('Linux, x64')
    expect(agent('Mozilla/5.0 (X11; Linux aarch64)')).toBe('Linux, ARM64')
    expect(agent('Mozilla/5.0 (Linux; Android 14)')).toBeUndefined()
    expect(agent('Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)')).toBeUndefined()
  })
})
