import { describe, expect, it } from 'vitest'
import { moveInList, scrollToShow, windowOf } from '../../src/panel/model/list-window'
import { compileQuery, countStates, filterRows } from '../../src/panel/model/query'
import { Ring } from '../../src/panel/model/ring'
import { shareLeft, stateOf, type KeyRow } from '../../src/panel/model/row'
import { nextOrder, sortRows } from '../../src/panel/model/sort'

const row = (key: string, facts: Partial<KeyRow> = {}): KeyRow => ({
  key,
  freshness: 'fresh',
  isOverdue: false,
  activity: 'idle',
  active: true,
  enabled: true,
  source: 'network',
  version: undefined,
  updatedAt: 0,
  expiresAt: 10_000,
  nextSync: undefined,
  lastSync: 0,
  error: undefined,
  failures: 0,
  subscribers: 0,
  simulated: undefined,
  ...facts,
})
const none = () => []
const keysOf = (rows: readonly KeyRow[]) => rows.map(({ key }) => key)

describe('the freshness bar', () => {
  it('drains from full to empty over the lifetime', () => {
    const at = (now: number) => shareLeft(row('a'), now)
    expect([at(-5), at(0), at(2500), at(9999.999), at(10_000), at(20_000)]).toEqual([
      1,
      1,
      0.75,
      expect.closeTo(0),
      0,
      0,
    ])
  })

  it('is full for ever, and empty where nothing is fresh', () => {
    expect(shareLeft(row('a', { expiresAt: Infinity }), 1e15)).toBe(1)
    expect(shareLeft(row('a', { freshness: 'stale' }), 0)).toBe(0)
    expect(shareLeft(row('a', { updatedAt: undefined, expiresAt: undefined }), 0)).toBe(0)
    expect(shareLeft(row('a', { updatedAt: 5, expiresAt: 5 }), 5)).toBe(0)
  })
})

describe('the state of a key', () => {
  it('is what matters most: failing, overdue, then freshness', () => {
    expect(stateOf(row('a'))).toBe('fresh')
    expect(stateOf(row('a', { freshness: 'stale' }))).toBe('stale')
    expect(stateOf(row('a', { freshness: 'stale', isOverdue: true }))).toBe('overdue')
    expect(stateOf(row('a', { isOverdue: true, failures: 1 }))).toBe('failing')
  })
})

describe('the search', () => {
  const find = (text: string, key: string, tags: string[] = []) => compileQuery(text)(key, () => tags)

  it('finds parts of keys, patterns for whole keys, and tags; words are joined by and', () => {
    expect(find('', 'stores:1')).toBe(true)
    expect(find('TORE', 'stores:1')).toBe(true)
    expect(find('stores:*', 'stores:1')).toBe(true)
    expect(find('ores:*', 'stores:1')).toBe(false)
    expect(find('*:1', 'stores:1')).toBe(true)
    expect(find('tag:home', 'stats', ['Home'])).toBe(true)
    expect(find('tag:home', 'home', [])).toBe(false)
    expect(find('stores tag:x', 'stores:1', ['x'])).toBe(true)
    expect(find('users tag:x', 'stores:1', ['x'])).toBe(false)
  })

  it('looks tags up only where one is named', () => {
    const tagsOf = () => {
      throw new Error('looked up')
    }
    expect(compileQuery('stores')('stores:1', tagsOf)).toBe(true)
    expect(() => compileQuery('tag:x')('stores:1', tagsOf)).toThrow('looked up')
  })

  it('a hostile pattern takes no time, and breaks nothing', () => {
    expect(find(`${'*a'.repeat(200)}*b`, 'a'.repeat(2000))).toBe(false)
    expect(find('**', 'x')).toBe(true)
  })
})

describe('the filter', () => {
  const rows = [
    row('fresh'),
    row('old', { freshness: 'stale', isOverdue: true }),
    row('bad', { freshness: 'empty', failures: 2, error: 'down' }),
    row('busy', { freshness: 'stale', activity: 'fetching' }),
    row('off', { active: false, enabled: false }),
  ]

  it('shows the keys of a state that the search finds', () => {
    expect(keysOf(filterRows(rows, 'stale', '', none))).toEqual(['old', 'busy'])
    expect(keysOf(filterRows(rows, 'stale', 'usy', none))).toEqual(['busy'])
    expect(keysOf(filterRows(rows, 'held', '', none))).toEqual(['off'])
  })

  it('counts each state', () => {
    expect(countStates(rows)).toEqual({
      all: 5,
      fresh: 2,
      stale: 2,
      overdue: 1,
      empty: 1,
      fetching: 1,
      failing: 1,
      held: 1,
    })
  })
})

describe('the order', () => {
  const rows = [
    row('b', { nextSync: 5, subscribers: 1 }),
    row('a', { freshness: 'stale', subscribers: 3 }),
    row('c', { freshness: 'stale', isOverdue: true, nextSync: 1 }),
  ]

  it('puts first what needs looking at, and equal rows by key', () => {
    const by = (name: 'key' | 'freshness' | 'next' | 'subscribers', isReversed = false) =>
      keysOf(sortRows(rows, { by: name, isReversed }))
    expect(by('key')).toEqual(['a', 'b', 'c'])
    expect(by('key', true)).toEqual(['c', 'b', 'a'])
    expect(by('freshness')).toEqual(['c', 'a', 'b'])
    expect(by('next')).toEqual(['c', 'b', 'a'])
    expect(by('subscribers')).toEqual(['a', 'b', 'c'])
    expect(keysOf(rows)).toEqual(['b', 'a', 'c'])
  })

  it('is turned round by the same column again, and starts afresh with another', () => {
    const first = nextOrder({ by: 'key', isReversed: false }, 'key')
    expect(first).toEqual({ by: 'key', isReversed: true })
    expect(nextOrder(first, 'key').isReversed).toBe(false)
    expect(nextOrder(first, 'next')).toEqual({ by: 'next', isReversed: false })
  })
})

describe('the window of a long list', () => {
  it('holds the rows on screen and a few more, however long the list is', () => {
    expect(windowOf(0, 300, 30, 10_000)).toEqual({ first: 0, end: 16 })
    expect(windowOf(150_000, 300, 30, 10_000)).toEqual({ first: 4994, end: 5016 })
    expect(windowOf(299_700, 300, 30, 10_000)).toEqual({ first: 9984, end: 10_000 })
    expect(windowOf(0, 300, 30, 3)).toEqual({ first: 0, end: 3 })
    expect(windowOf(0, 300, 30, 0)).toEqual({ first: 0, end: 0 })
  })

  it('scrolls only as far as a row needs to be seen', () => {
    expect(scrollToShow(5, 0, 300, 30)).toBe(0)
    expect(scrollToShow(10, 0, 300, 30)).toBe(30)
    expect(scrollToShow(2, 90, 300, 30)).toBe(60)
  })

  it('is walked through by keyboard, within its bounds', () => {
    const move = (key: string, from: number) => moveInList(key, from, 100, 10)
    expect([move('ArrowDown', -1), move('ArrowDown', 99), move('ArrowUp', 0), move('ArrowUp', -1)]).toEqual([
      0, 99, 0, 99,
    ])
    expect([move('PageDown', 95), move('PageUp', 5), move('Home', 50), move('End', 50)]).toEqual([
      99, 0, 0, 99,
    ])
    expect(move('x', 5)).toBeUndefined()
    expect(moveInList('ArrowDown', -1, 0, 10)).toBeUndefined()
  })
})

describe('a ring', () => {
  it('keeps the newest, and no more than it may', () => {
    const ring = new Ring<number>(3)
    for (let index = 0; index < 100; index++) {
      ring.add(index)
      expect(ring.items().length).toBeLessThanOrEqual(3)
      expect(ring.items().at(-1)).toBe(index)
    }
    expect(ring.items()).toEqual([97, 98, 99])
    ring.clear()
    expect(ring.items()).toEqual([])
  })
})
