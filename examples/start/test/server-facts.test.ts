import type { SyncAnswer } from '@freshline/example-server/api-types'
import { describe, expect, it } from 'vitest'
import { formatSpan, toServerFacts } from '../src/server-facts'

const NOW = 1_790_000_000_000

function answer(changes: Partial<SyncAnswer> = {}): SyncAnswer {
  return {
    serverTime: NOW,
    startedAt: NOW - 200_000,
    collections: {} as SyncAnswer['collections'],
    stats: { version: 1, updatedAt: 0 },
    lastChange: {
      id: 1_234,
      at: NOW - 4_000,
      actor: 'system',
      action: 'update',
      collection: 'keys',
      recordId: 1,
      summary: 'Changed lastUsedAt of license key FL-KM5D-…',
      before: null,
      after: null,
    },
    database: { status: 'ok', driver: 'node:sqlite', journalMode: 'wal', schemaVersion: 1, sizeBytes: 1 },
    cache: {
      enabled: true,
      store: 'sqlite',
      status: 'ok',
      entries: 12,
      bytes: 1,
      hitRatio: 0.934,
      position: '1',
    },
    job: { running: true, intervalMs: 4_000, ticks: 1, lastTickAt: null },
    ...changes,
  }
}

const cache = (changes: Partial<SyncAnswer['cache']>) => ({ cache: { ...answer().cache, ...changes } })

describe('the state of the server in words', () => {
  it('is nothing but a question before the first answer', () => {
    expect(toServerFacts({ data: undefined, error: undefined })).toEqual({
      tone: 'waiting',
      state: 'Asking',
      stateNote: '',
      changes: '–',
      changesNote: '',
      cache: '–',
      cacheNote: '',
    })
  })

  it('tells since when it is up, what changed last in words, and what its cache does', () => {
    expect(toServerFacts({ data: answer(), error: undefined })).toEqual({
      tone: 'up',
      state: 'Up',
      stateNote: 'for 3 min',
      changes: '1,234',
      changesNote: 'Changed last use of license key FL-KM5D-…, 4 s ago',
      cache: '93%',
      cacheNote: '12 answers held in SQLite',
    })
  })

  it('keeps the figures and says what to do when there is no answer', () => {
    const facts = toServerFacts({ data: answer(), error: new Error('gone') })
    expect([facts.tone, facts.state, facts.changes]).toEqual(['down', 'No answer', '1,234'])
    expect(facts.stateNote).toContain('npm run demo')
    const never = toServerFacts({ data: undefined, error: new Error('gone') })
    expect([never.tone, never.stateNote]).toEqual(['down', expect.stringContaining('npm run demo')])
  })

  it('says when nothing has changed yet, and how a cache is that is off, down or holds one answer', () => {
    const none = toServerFacts({ data: answer({ lastChange: null }), error: undefined })
    expect([none.changes, none.changesNote]).toEqual(['0', ''])
    const of = (changes: Partial<SyncAnswer['cache']>) => {
      const facts = toServerFacts({ data: answer(cache(changes)), error: undefined })
      return [facts.cache, facts.cacheNote]
    }
    expect(of({ enabled: false })).toEqual(['Off', 'Everything is read from the database.'])
    expect(of({ entries: 1, store: 'memory' })).toEqual(['93%', '1 answer held in memory'])
    expect(of({ status: 'down', detail: 'Redis is away' })).toEqual(['93%', 'Redis is away'])
    expect(of({ status: 'degraded', store: 'redis' })).toEqual(['93%', '12 answers held in Redis, degraded'])
  })
})

it.each([
  [-5, '0 s'],
  [59_999, '59 s'],
  [60_000, '1 min'],
  [3_600_000, '1 h'],
  [172_800_000, '2 d'],
])('a span of %i ms is %s', (ms, text) => {
  expect(formatSpan(ms)).toBe(text)
})
