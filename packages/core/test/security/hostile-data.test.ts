// What an answer may hold to hurt whoever takes it: names that reach prototypes, depth, width, and rows that make
// comparing slow.
import { DataSyncManager, TtlCache, hashKey } from '@freshline/core'
import { deltaResource, indexBy } from '@freshline/core/delta'
import { dehydrate, hydrate, type DehydratedState } from '@freshline/core/hydration'
import { collectMetrics } from '@freshline/core/metrics'
import { defineFreshness, parseTargets } from '@freshline/core/shared'
import { describe, expect, it } from 'vitest'
import { share } from '../../src/base/structural-share'

/** Names that mean something to an object that did not ask for it. */
const NAMES = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'valueOf',
  'toJSON',
  'then',
]

const untouched = () => ({
  object: Object.getOwnPropertyNames(Object.prototype),
  array: Object.getOwnPropertyNames(Array.prototype),
  func: Object.getOwnPropertyNames(Function.prototype),
})
const before = untouched()

/** Objects that `JSON.parse` makes, with a name as their own member. */
const withName = (name: string, value: string) =>
  JSON.parse(`{"${name}":${value},"id":1,"rest":[1]}`) as object

const answerWith = (text: string) => new Response(text, { headers: { 'content-type': 'application/json' } })

describe('a member named like one of a prototype', () => {
  it.each(NAMES)('%s is data like any other where answers are compared', (name) => {
    const held = withName(name, '{"polluted":1,"same":[1]}')
    const next = withName(name, '{"polluted":2,"same":[1]}')
    const shared = share(held, next) as Record<string, unknown>
    expect(JSON.stringify(shared)).toBe(JSON.stringify(next))
    expect(Object.getPrototypeOf(shared)).toBe(Object.prototype)
    expect(share(held, withName(name, '{"polluted":1,"same":[1]}'))).toBe(held)
  })

  it.each(NAMES)('%s passes through a manager, an optimistic update and a dehydrated page', async (name) => {
    const manager = new DataSyncManager()
    let text = `{"${name}":{"polluted":1},"list":[{"id":1}]}`
    const resource = {
      key: ['k', JSON.parse(text) as object],
      fetcher: async () => JSON.parse(text) as unknown,
    }
    const { key, refresh } = manager.register(resource)
    await refresh()
    expect(JSON.stringify(manager.getSnapshot(key).data)).toBe(text)
    await manager.mutate(async () => 1, {
      optimistic: [{ key, update: (data: object) => ({ ...data, more: 1 }) }],
      commit: [{ key, data: (_: number, data: object) => ({ ...data, more: 2 }) }],
    })
    text = `{"${name}":{"polluted":2},"list":[{"id":1}]}`
    await refresh()
    const other = new DataSyncManager()
    hydrate(other, JSON.parse(JSON.stringify(dehydrate(manager))) as DehydratedState)
    expect(JSON.stringify(other.getSnapshot(key).data)).toBe(text)
    for (const each of [manager, other]) each.dispose()
  })

  it.each(NAMES)('%s is a key, a tag, a scope and a name in a table', async (name) => {
    const cache = new TtlCache<number>()
    cache.set(name, 1, { tags: [name] }).set([name, { [name]: 1 }], 2)
    expect([cache.get(name), cache.size, cache.invalidate({ tag: name })]).toEqual([1, 2, 1])
    expect(cache.get('other')).toBeUndefined()
    const table = defineFreshness(JSON.parse(`{"${name}":{"ttl":5},"${name}:*":{"ttl":6}}`) as never)
    expect([table.lookup(name)?.ttl, table.lookup([name, 1])?.ttl, table.lookup('k')]).toEqual([
      5,
      6,
      undefined,
    ])
    const manager = new DataSyncManager({ cache: cache as TtlCache, scope: name, freshness: table })
    const collector = collectMetrics(manager)
    await manager.register(name, async () => 3, { tags: [name] }).refresh()
    const report = await manager.refresh({ tag: name })
    expect(report).toMatchObject({ unchanged: [name], errors: {} })
    expect(JSON.stringify(collector.report())).not.toContain('polluted')
    await manager.mutate(async () => 1, { scope: name, invalidates: [name] })
    collector.stop()
    manager.dispose()
  })

  it.each(NAMES)('%s as a failed key is a member of its own in a report', async (name) => {
    const manager = new DataSyncManager()
    manager.register(name, () => Promise.reject(new Error('no')), { retry: false })
    const { errors } = await manager.refresh(name)
    expect(Object.keys(errors)).toEqual([name])
    expect(errors[name]?.message).toBe('no')
    manager.dispose()
  })

  it.each(NAMES)('%s is an id in a feed of changes', async (name) => {
    const items = [JSON.parse(`{"id":"${name}","v":1}`), { id: 'b', v: 1 }] as { id: string; v: number }[]
    const changes = `[{"id":"${name}","data":{"id":"${name}","v":2,"__proto__":{"polluted":1}}},{"id":"b","deleted":true}]`
    let since = 0
    const resource = deltaResource<{ id: string; v: number }>({
      key: 'items',
      url: 'https://api.example/changes',
      load: async () => items,
      idOf: ({ id }) => id,
      transport: async () => answerWith(`{"cursor":"${++since}","changes":${since > 1 ? changes : '[]'}}`),
    })
    const manager = new DataSyncManager()
    const registration = manager.register(resource)
    await registration.refresh()
    const { data = [] } = await registration.refresh()
    expect(data.map(({ id, v }) => [id, v])).toEqual([[name, 2]])
    expect(indexBy(({ id }: { id: string }) => id)(data).get(name)).toBe(data[0])
    expect((data[0] as { polluted?: unknown } | undefined)?.polluted).toBeUndefined()
    manager.dispose()
  })

  it.each(NAMES)('%s is refused as a member of a target, and inherited ones do not count', (name) => {
    expect(() => parseTargets([JSON.parse(`{"${name}":["a"]}`) as never])).toThrow(/invalid_target|allowed/)
    expect(() => parseTargets([Object.create({ tags: ['a'] }) as never])).toThrow(/allowed/)
  })

  it('does not become an option where options come from JSON', async () => {
    const manager = new DataSyncManager()
    const said = JSON.parse(
      '{"ttl":60000,"__proto__":{"enabled":false,"interval":1},"constructor":{"ttl":1}}',
    ) as object
    const { refresh } = manager.register('k', async () => 1, { ...said })
    expect((await refresh()).data).toBe(1)
    expect(manager.getStatus()[0]).toMatchObject({ enabled: true, active: expect.anything() as unknown })
    manager.dispose()
  })
})

describe('a snapshot in a page', () => {
  const entry = { key: 'k', data: 1, age: 0, freshFor: 5000, tags: [] }

  it.each([
    ['no state', null],
    ['another state', { freshline: 2, entries: [] }],
    ['no list', { freshline: 1, entries: { 0: entry, length: 1 } }],
    ['an entry that is none', { freshline: 1, entries: [null] }],
    ['a key that is a list', { freshline: 1, entries: [{ ...entry, key: ['a'] }] }],
    ['a key that is a pattern', { freshline: 1, entries: [{ ...entry, key: '*' }] }],
    ['an age that is a text', { freshline: 1, entries: [{ ...entry, age: '5' }] }],
    ['an age without end', { freshline: 1, entries: [{ ...entry, age: Infinity }] }],
    ['a negative age', { freshline: 1, entries: [{ ...entry, age: -1 }] }],
    ['tags that are no list', { freshline: 1, entries: [{ ...entry, tags: 'a' }] }],
    ['a version that is null', { freshline: 1, entries: [{ ...entry, version: null }] }],
    ['a version that is no number', { freshline: 1, entries: [{ ...entry, version: { bigint: 'x' } }] }],
  ])('with %s is refused with a code, and nothing of it is taken', (_, state) => {
    const manager = new DataSyncManager()
    const both = state && { ...state, entries: [entry, ...[(state as { entries: unknown }).entries].flat()] }
    for (const each of [state, Array.isArray(state?.entries) ? both : state]) {
      expect(() => hydrate(manager, each as never)).toThrow(
        expect.objectContaining({ code: expect.stringMatching(/^(invalid_|bare_star)/) as string }),
      )
    }
    expect(manager.getSnapshot('k').status).toBe('pending')
  })
})

describe('depth and width', () => {
  const nested = (depth: number, inner = '1') => '{"a":['.repeat(depth) + inner + ']}'.repeat(depth)

  it('an answer of any depth is compared, with a bounded stack', () => {
    const [held, next] = [nested(30_000), nested(30_000, '2')].map((text) => JSON.parse(text) as unknown)
    expect(share(held, JSON.parse(nested(30_000)))).toBe(held)
    expect(share(held, next)).toBe(next)
  })

  it('a key of too many levels is refused with a code', () => {
    expect(() => hashKey(['k', JSON.parse(nested(30_000)) as object])).toThrow(
      expect.objectContaining({ code: 'invalid_key' }),
    )
    expect(hashKey(['k', JSON.parse(nested(4_000)) as object])).toContain('[1]')
  })

  it('a feed whose answer is none is a parse error, however deep it is', async () => {
    const manager = new DataSyncManager()
    const resource = deltaResource<object>({
      key: 'deep',
      url: 'https://api.example/changes',
      load: async () => [],
      idOf: () => 1,
      retry: false,
      transport: async () => answerWith(nested(50_000)),
    })
    const { error } = await manager.register(resource).refresh()
    expect(error).toMatchObject({ code: 'parse' })
    manager.dispose()
  })

  /** How often members of a row are looked at while a list is compared. */
  function countLooks(rows: number): number {
    let looks = 0
    const counted = (members: Record<string, unknown>) =>
      new Proxy(members, {
        ownKeys: (target) => {
          looks += Object.keys(target).length
          return Reflect.ownKeys(target)
        },
      })
    const wide = Object.fromEntries([['id', 1], ...Array.from({ length: rows }, (_, at) => [`m${at}`, at])])
    share([{ id: 0 }, counted(wide)], [{ id: 9 }, ...Array.from({ length: rows }, () => ({ id: 1 }))])
    return looks
  }

  it('many rows of one id cost no more than rows of many', () => {
    const [few, many] = [countLooks(200), countLooks(2_000)]
    expect(many / few).toBeLessThan(20)
  })
})

// The last of the file: whatever the tests above did, nothing of it is left on a prototype.
describe('prototypes', () => {
  it('are as they were before', () => {
    expect(untouched()).toEqual(before)
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })
})
