import { describe, expect, it, vi } from 'vitest'
import { parseTarget, type Target } from '../keys'
import { Labels } from './labels'
import { CacheRecord } from './record'

/** Labels of a few records, given by key and tags. */
function start(held: Record<string, string[]>) {
  const records = new Map<string, CacheRecord<unknown>>()
  const labels = new Labels(records)
  const add = (key: string, tags: readonly string[]) => {
    const record = new CacheRecord<unknown>(key, key, 0, { ttl: 0, gcTime: 0, tags }, undefined)
    records.set(key, record)
    labels.add(record)
    return record
  }
  const remove = (key: string) => {
    const record = records.get(key)
    records.delete(key)
    if (record) labels.delete(record)
  }
  for (const [key, tags] of Object.entries(held)) add(key, tags)
  const find = (target: Target) => [...labels.matching(parseTarget(target))].map(({ key }) => key).sort()
  return { labels, records, add, remove, find }
}

const HELD = { 'a:1': ['x'], 'a:2': ['x', 'y'], b: [], c: ['y'] }

describe('matching', () => {
  it('finds by key, tag, pattern and predicate, each record once', () => {
    const { find } = start(HELD)
    expect(find('a:1')).toEqual(['a:1'])
    expect(find('none')).toEqual([])
    expect(find({ tag: 'x' })).toEqual(['a:1', 'a:2'])
    expect(find({ tag: 'z' })).toEqual([])
    expect(find('a:*')).toEqual(['a:1', 'a:2'])
    expect(find('*:1')).toEqual(['a:1'])
    expect(find('a*2')).toEqual(['a:2'])
    expect(find((key, tags) => key === 'b' || tags.includes('y'))).toEqual(['a:2', 'b', 'c'])
    expect(find({ keys: ['b', 'a:2'], tags: ['y'], patterns: ['a:*', '*2'] })).toEqual([
      'a:1',
      'a:2',
      'b',
      'c',
    ])
  })

  it('finds what came after the first pattern, and not what left', () => {
    const { add, remove, find } = start(HELD)
    expect(find('a:*')).toEqual(['a:1', 'a:2'])
    add('a:3', ['x'])
    remove('a:1')
    expect([find('a:*'), find({ tag: 'x' }), find('a:1')]).toEqual([['a:2', 'a:3'], ['a:2', 'a:3'], []])
    remove('b')
    expect(find('*')).toEqual(['a:2', 'a:3', 'c'])
  })

  it('walks over everything once, for the first pattern', () => {
    const { records, find } = start(HELD)
    const walks = vi.spyOn(records, 'values')
    find({ keys: ['b'], tags: ['x'] })
    expect(walks).not.toHaveBeenCalled()
    for (let twice = 0; twice < 2; twice++) find('a:*')
    expect(walks).toHaveBeenCalledTimes(1)
  })

  it('finds nothing after clear, and what comes then', () => {
    const { labels, records, add, find } = start(HELD)
    expect(find('*')).toHaveLength(4)
    records.clear()
    labels.clear()
    expect([find('*'), find({ tag: 'x' }), find('b')]).toEqual([[], [], []])
    add('a:9', ['x'])
    expect([find('*'), find({ tag: 'x' })]).toEqual([['a:9'], ['a:9']])
  })
})

describe('change', () => {
  it('leaves a record in its place where its labels stay the same', () => {
    const { labels, records } = start(HELD)
    const record = records.get('a:1')
    if (!record) throw new Error('not held')
    labels.change(record, { ttl: 5, gcTime: 5, tags: record.life.tags })
    expect([...labels.matching(parseTarget({ tag: 'x' }))].map(({ key }) => key)).toEqual(['a:1', 'a:2'])
  })

  it('gives a record other tags, or none, and leaves those of others', () => {
    const { labels, records, find } = start(HELD)
    const record = records.get('a:2')
    if (!record) throw new Error('not held')
    const life = { ttl: 5, gcTime: 5, tags: ['z'] }
    labels.change(record, life)
    expect(record.life).toBe(life)
    expect([find({ tag: 'x' }), find({ tag: 'y' }), find({ tag: 'z' })]).toEqual([['a:1'], ['c'], ['a:2']])
    labels.change(record, { ...life, tags: [] })
    expect(find({ tag: 'z' })).toEqual([])
    labels.change(record, { ...life, ttl: 9, tags: ['x'] })
    expect(find({ tag: 'x' })).toEqual(['a:1', 'a:2'])
  })
})
