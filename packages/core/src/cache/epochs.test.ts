import { describe, expect, it, vi } from 'vitest'
import { compilePattern } from '../keys'
import { Epochs } from './epochs'

const NONE: readonly never[] = []
const keys = (...names: string[]) => ({ keys: names, tags: NONE, patterns: NONE })
const tags = (...names: string[]) => ({ keys: NONE, tags: names, patterns: NONE })
const patterns = (...texts: string[]) => ({ keys: NONE, tags: NONE, patterns: texts.map(compilePattern) })

describe('since', () => {
  it('is the last invalidation after the start that names the key, its tags or a pattern of it', () => {
    const epochs = new Epochs()
    epochs.bump(keys('stores'), 1)
    epochs.bump(tags('list'), 2)
    epochs.bump(patterns('sto*'), 3)
    epochs.bump(keys('other'), 4)
    const since = (start: number, key: string, own: string[] = []) => epochs.since(start, key, own)
    expect([since(0, 'stores', ['list']), since(0, 'stock'), since(0, 'x', ['list'])]).toEqual([3, 3, 2])
    expect([since(0, 'x'), since(0, 'x', ['other']), since(0, 'list')]).toEqual([0, 0, 0])
    expect([2, 3, 4, 9].map((start) => since(start, 'stores', ['list']))).toEqual([3, 0, 0, 0])
    expect([since(1, 'other'), since(3, 'other')]).toEqual([4, 4])
    expect([since(0, 'y', ['a', 'list', 'b']), since(2, 'y', ['list'])]).toEqual([2, 0])
  })

  it('takes the later of two that name the same', () => {
    const epochs = new Epochs()
    epochs.bump(keys('a'), 1)
    epochs.bump(patterns('a*'), 2)
    epochs.bump(keys('a'), 3)
    epochs.bump(tags('t'), 4)
    epochs.bump(patterns('b*'), 5)
    epochs.bump(patterns('a*', 'ab*'), 6)
    expect(epochs.since(0, 'a', [])).toBe(6)
    expect(epochs.since(0, 'b', ['t'])).toBe(5)
    expect(epochs.since(0, 'c', ['t'])).toBe(4)
    epochs.bump(keys('b'), 7)
    epochs.bump(tags('t'), 8)
    expect([epochs.since(0, 'b', []), epochs.since(0, 'b', ['t']), epochs.since(6, 'a', ['t'])]).toEqual([
      7, 8, 8,
    ])
  })

  it('asks no pattern that came no later than what is known by key', () => {
    const epochs = new Epochs()
    const [early, same] = [compilePattern('a*'), compilePattern('*a')]
    const asked = [vi.spyOn(early, 'matches'), vi.spyOn(same, 'matches')]
    epochs.bump({ ...keys(), patterns: [early] }, 1)
    epochs.bump({ ...keys('a'), patterns: [same] }, 2)
    expect(epochs.since(0, 'a', [])).toBe(2)
    for (const each of asked) expect(each).not.toHaveBeenCalled()
  })

  it('is 0 where nothing was invalidated yet, or nothing after the start', () => {
    const epochs = new Epochs()
    expect(epochs.since(0, 'a', ['t'])).toBe(0)
    epochs.bump(keys('a'), 5)
    expect(epochs.since(5, 'a', [])).toBe(0)
    expect(epochs.since(Infinity, 'a', [])).toBe(0)
  })
})

describe('bumpAll', () => {
  it('outdates all that began before, and keeps nothing else', () => {
    const epochs = new Epochs()
    epochs.bump(keys('a'), 1)
    epochs.bump(tags('t'), 2)
    epochs.bump(patterns('a*'), 3)
    epochs.bumpAll(4)
    expect([epochs.since(0, 'x', []), epochs.since(3, 'x', []), epochs.since(4, 'a', ['t'])]).toEqual([
      4, 4, 0,
    ])
    epochs.bump(keys('b'), 5)
    expect([epochs.since(4, 'b', []), epochs.since(4, 'a', ['t'])]).toEqual([5, 0])
  })
})

describe('the bound of the log', () => {
  it.each([
    ['keys', 1000, (at: number) => keys(`k${at}`), (at: number) => [`k${at}`, []] as const],
    ['tags', 1000, (at: number) => tags(`t${at}`), (at: number) => ['x', [`t${at}`]] as const],
    ['patterns', 200, (at: number) => patterns(`p${at}:*`), (at: number) => [`p${at}:`, []] as const],
  ])(
    '%s: what falls out raises the floor for everything, too stale and never too fresh',
    (_, most, toTarget, named) => {
      const epochs = new Epochs()
      const since = (start: number, at: number) => epochs.since(start, named(at)[0], named(at)[1])
      for (let at = 1; at <= most; at++) epochs.bump(toTarget(at), at)
      expect([since(0, 1), since(0, most), epochs.since(0, 'untouched', [])]).toEqual([1, most, 0])
      epochs.bump(toTarget(most + 1), most + 1)
      epochs.bump(toTarget(most + 2), most + 2)
      // 1 and 2 are forgotten: whatever began before 2 counts as outdated, whatever it is.
      expect([since(0, 1), since(0, 2), since(0, 3), since(0, most + 2)]).toEqual([2, 2, 3, most + 2])
      expect([epochs.since(1, 'untouched', []), epochs.since(2, 'untouched', [])]).toEqual([2, 0])
    },
  )

  it('counts a name once, from its last time on', () => {
    const epochs = new Epochs()
    for (let at = 1; at <= 5000; at++) epochs.bump(keys(`k${at % 10}`), at)
    expect(epochs.since(0, 'untouched', [])).toBe(0)
    for (let at = 5001; at <= 5991; at++) epochs.bump(keys(`n${at}`), at)
    // The oldest of the ten, and no more.
    expect(epochs.since(0, 'untouched', [])).toBe(4991)
  })
})

describe('floors', () => {
  it('are the least good version of a key, of the last thousand', () => {
    const epochs = new Epochs()
    for (let n = 0; n <= 1000; n++) epochs.raise(`k${n}`, n)
    epochs.raise('k1', 'later')
    epochs.raise('new', 1)
    expect(epochs.floors.size).toBe(1000)
    expect(['k0', 'k1', 'k2', 'k3', 'k1000'].map((key) => epochs.floors.get(key))).toEqual([
      undefined,
      'later',
      undefined,
      3,
      1000,
    ])
    expect(epochs.since(0, 'untouched', [])).toBe(0)
  })
})
