import { describe, expect, it } from 'vitest'
import { hashKey, type Key } from '@freshline/core/shared'
import { seeded, type Chance } from '@freshline/test-utils'
import { createResponseCache } from '../../src/index'

// A client names what a server holds: with the keys, parameters and patterns of the one, the other finds its entries.

const words = [
  'a',
  'list',
  'a:b',
  '*',
  'x*y',
  '\\',
  '\\*',
  '"',
  '{',
  '[',
  '',
  ' ',
  'é',
  '😀',
  '\u0000',
  '\n',
  '1',
  'null',
  '__proto__',
]

function value(chance: Chance, depth = 0): unknown {
  const kind = chance.whole(0, depth < 2 ? 9 : 7)
  if (kind <= 2) return chance.pick(words)
  if (kind === 3) return chance.pick([0, -0, 1, 1.5, -1, 1e21, Number.NaN, Infinity, -Infinity])
  if (kind === 4) return chance.percent(25) ? undefined : chance.pick([true, false, null])
  if (kind === 5) return BigInt(chance.whole(0, 3))
  if (kind === 6) return new Date(chance.whole(0, 3) * 1000)
  if (kind === 7) return chance.pick([new Map([['a', 1]]), new Set([1]), new URLSearchParams('a=1&b=2')])
  const size = chance.whole(0, 3)
  if (kind === 8) return Array.from({ length: size }, () => value(chance, depth + 1))
  return Object.fromEntries(
    Array.from({ length: size }, () => [chance.pick(words), value(chance, depth + 1)]),
  )
}

const keyOf = (chance: Chance): Key => [
  chance.pick(['stores', 'users', 'a']),
  ...Array.from({ length: chance.whole(0, 2) }, () => chance.pick([...words, 7])),
]

describe('keys of clients and servers', () => {
  it.each(Array.from({ length: 8 }, (_, index) => index))('name the same (round %i)', async (round) => {
    const chance = seeded(round)
    const cache = createResponseCache()
    for (let turn = 0; turn < 60; turn++) {
      const key = keyOf(chance)
      const params = Object.fromEntries([
        ['p', chance.whole(0, 9)],
        ...Array.from({ length: chance.whole(0, 3) }, () => [chance.pick(words), value(chance)]),
      ]) as object
      const client = hashKey([...(key as readonly string[]), params] as unknown as Key)
      await cache.load(key, () => turn, { params, forceRefresh: true })
      // As an array, as canonical text in a list (the wire's form), and by a pattern of its beginning.
      const how = chance.whole(0, 2)
      const beginning = `${hashKey(key)}:*`
      const target =
        how === 0
          ? { keys: [[...(key as readonly string[]), params] as unknown as Key] }
          : how === 1
            ? { keys: [client] }
            : { patterns: [beginning] }
      const { invalidated, keys } = await cache.invalidate(target)
      expect([client, how, keys.includes(client), invalidated > 0]).toEqual([client, how, true, true])
    }
    await cache.close()
  })

  it('what is named one by one names nothing else', async () => {
    const chance = seeded(99)
    const cache = createResponseCache()
    const all = new Map<string, { key: Key; params: object }>()
    for (let turn = 0; turn < 150; turn++) {
      const key = keyOf(chance)
      const params = { p: turn, more: value(chance) }
      all.set(hashKey([...(key as readonly string[]), params] as unknown as Key), { key, params })
      await cache.load(key, () => turn, { params })
    }
    for (const [canonical] of all) {
      expect(await cache.invalidate({ keys: [canonical] })).toMatchObject({
        invalidated: 1,
        keys: [canonical],
      })
    }
    await cache.close()
  })
})
