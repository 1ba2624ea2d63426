import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PrefixIndex } from './prefix-index'

interface Item {
  readonly key: string
}
const toItem = (key: string): Item => ({ key })
const find = (index: PrefixIndex<Item>, prefix: string) => {
  const found: string[] = []
  index.forEach(prefix, (item) => found.push(item.key))
  return found.sort()
}
const fill = (keys: Iterable<string>) => {
  const index = new PrefixIndex<Item>()
  for (const key of keys) index.add(toItem(key))
  return index
}
const many = <V>(count: number, make: (at: number) => V) => Array.from({ length: count }, (_, at) => make(at))

describe('PrefixIndex', () => {
  it('finds by a prefix that ends anywhere in a key', () => {
    const keys = many(5_000, (at) => `item:${at}:detail`)
    const index = fill(keys)
    for (const prefix of [
      '',
      'i',
      'item:',
      'item:12',
      'item:123',
      'item:1234:',
      'item:4999:detail',
      'item:4999:detail+',
      'items',
      'z',
    ]) {
      expect(find(index, prefix)).toEqual(keys.filter((key) => key.startsWith(prefix)).sort())
    }
  })

  it('finds keys with long common beginnings', () => {
    const keys = many(
      2_000,
      (at) => `https://api.example.com/v1/organisations/42/stores/${at % 40}/products?page=${at}`,
    )
    const index = fill(keys)
    for (const prefix of [
      'https://',
      'https://api.example.com/v1/organisations/42/stores/7/',
      keys[77] ?? '',
      'https://other',
    ]) {
      expect(find(index, prefix)).toEqual(keys.filter((key) => key.startsWith(prefix)).sort())
    }
  })

  it('finds keys that are beginnings of each other', () => {
    const keys = many(600, (at) => 'a'.repeat(at + 1))
    const index = fill(keys)
    expect(find(index, 'a'.repeat(590))).toHaveLength(11)
    expect(find(index, '')).toHaveLength(600)
    expect(find(index, 'a'.repeat(601))).toEqual([])
  })

  it('finds keys of any characters', () => {
    const keys = [
      ...many(3_000, (at) => String.fromCharCode(at * 20)),
      '',
      '\ud83d\ude00',
      '\ud83d',
      '\u0000',
      '\uffff',
    ]
    const unique = [...new Set(keys)]
    const index = fill(unique)
    for (const prefix of ['', '\ud83d', '\u0000', '\uffff', '\ud83d\ude00']) {
      expect(find(index, prefix)).toEqual(unique.filter((key) => key.startsWith(prefix)).sort())
    }
  })

  it('finds keys that part from the common beginning of many that came before', () => {
    const keys = [
      ...many(300, (at) => `shop:item:${at}`),
      ...['shop:items', 'shop:it', 'shop:offer', 'shop', 'shopping', 'other', ''],
      ...many(300, (at) => `shop:order:${at}`),
    ]
    const index = fill(keys)
    for (const prefix of [
      '',
      's',
      'shop',
      'shop:',
      'shop:i',
      'shop:item',
      'shop:item:2',
      'shop:o',
      'shop:x',
      'o',
    ]) {
      expect(find(index, prefix)).toEqual(keys.filter((key) => key.startsWith(prefix)).sort())
    }
  })

  it('looks at few keys beside those that match', () => {
    let reads = 0
    const index = new PrefixIndex<Item>()
    const add = (key: string) =>
      index.add({
        get key() {
          reads++
          return key
        },
      })
    for (let at = 0; at < 100; at++) add(`item:${at}`)
    // A few are put down as they come.
    expect(reads).toBe(100)
    for (let at = 100; at < 5_000; at++) add(`item:${at}`)
    const readsFor = (prefix: string) => {
      reads = 0
      index.forEach(prefix, () => {})
      return reads
    }
    expect(readsFor('item:12')).toBeLessThan(2 * 111)
    expect(readsFor('item:4999')).toBeLessThan(200)
    // Where the key goes on as theirs do, after another beginning.
    expect(readsFor('shop:1')).toBe(0)
  })

  it('answers as a filter over all items does, whatever was added and deleted', () => {
    const key = fc.oneof(
      fc.array(fc.constantFrom('a', 'b', ':', 'item'), { maxLength: 6 }).map((parts) => parts.join('')),
      fc.integer({ min: 0, max: 999 }).map((at) => `item:${at}`),
    )
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.boolean(), key), { maxLength: 600, size: 'max' }),
        fc.array(key),
        (steps, prefixes) => {
          const index = new PrefixIndex<Item>()
          const model = new Map<string, Item>()
          for (const [adds, name] of steps) {
            const held = model.get(name)
            if (held && !adds) {
              index.delete(held)
              model.delete(name)
            } else if (!held) {
              const item = toItem(name)
              index.add(item)
              model.set(name, item)
            }
          }
          for (const prefix of ['', 'item', 'item:1', ...prefixes]) {
            expect(find(index, prefix)).toEqual(
              [...model.keys()].filter((name) => name.startsWith(prefix)).sort(),
            )
          }
          for (const item of model.values()) index.delete(item)
          expect(find(index, '')).toEqual([])
        },
      ),
      { numRuns: 60 },
    )
  })

  it('ignores the deletion of what it does not hold', () => {
    const index = new PrefixIndex<Item>()
    index.delete(toItem('a'))
    index.add(toItem('a'))
    index.delete(toItem('a'))
    index.delete(toItem('b'))
    expect(find(index, '')).toEqual(['a'])
    const large = fill(many(1_000, (at) => `k${at}`))
    large.delete(toItem('k5'))
    large.delete(toItem('x'))
    large.delete(toItem(''))
    expect(find(large, '')).toHaveLength(1_000)
  })

  it('visits what matched at the beginning, whatever the callback does', () => {
    const items = many(500, (at) => toItem(`k${at}`))
    const index = new PrefixIndex<Item>()
    for (const item of items) index.add(item)
    const visited: string[] = []
    index.forEach('k', (item) => {
      visited.push(item.key)
      for (const other of items) index.delete(other)
      index.add(toItem(`k:${visited.length}`))
    })
    expect(visited.sort()).toEqual(items.map((item) => item.key).sort())
    expect(find(index, '')).toHaveLength(500)
  })

  it('bears many items of one key', () => {
    const items = many(400, () => toItem('same'))
    const index = fill(['other', 'sam'])
    for (const item of items) index.add(item)
    expect(find(index, 'same')).toHaveLength(400)
    for (const item of items) index.delete(item)
    expect(find(index, '')).toEqual(['other', 'sam'])
    const alone = new PrefixIndex<Item>()
    for (const item of items) alone.add(item)
    for (const item of items) alone.delete(item)
    alone.add(toItem('z'))
    expect(find(alone, '')).toEqual(['z'])
  })
})
