// F3: a collection that follows a feed of changes.
import { DataSyncManager, fixedEnvironment, TtlCache, type Snapshot } from '@freshline/core'
import { indexBy } from '@freshline/core/delta'
import { fakeClock, flush, type FakeClock } from '@freshline/test-utils'
import { describe, expect, it } from 'vitest'
import { feedServer, type Item } from './delta-support'
import { setup } from './polling-support'

const item = (id: string, name = id, more: Partial<Item> = {}): Item => ({
  id,
  name,
  meta: { tags: ['x'] },
  ...more,
})

/** Lets time pass, then everything that was asked for come to its end. */
async function pass(clock: FakeClock, manager: DataSyncManager, ms = 0) {
  await clock.advance(ms)
  for (let turn = 0; turn < 200 && manager.getSnapshot('items').isFetching; turn++)
    await new Promise(setImmediate)
  await flush()
}

/** A registered collection of three, loaded. */
async function started(more: Parameters<ReturnType<typeof feedServer>['resource']>[0] = {}) {
  const server = feedServer(item('a'), item('b'), item('c'))
  const made = setup()
  const registration = made.manager.register(server.resource(more))
  const shown: Snapshot<readonly Item[]>[] = []
  registration.subscribe((snapshot) => shown.push(snapshot))
  await pass(made.clock, made.manager)
  const names = () => registration.getSnapshot().data?.map(({ name }) => name)
  const poll = () => pass(made.clock, made.manager, 1000)
  const asked = server.asked()
  return { ...made, server, registration, shown, names, poll, first: asked }
}

describe('F3 the first request', () => {
  it('asks where the feed stands, then loads in full, past every cache', async () => {
    const { server, names, first } = await started({ collection: 'items', limit: 50 })
    expect(first).toEqual(['changes', 'items'])
    expect(names()).toEqual(['a', 'b', 'c'])
    expect(String(server.requests[0]?.url)).toBe('https://api.example/changes?limit=50&collection=items')
    expect(server.requests[0]?.init.cache).toBe('no-store')
    expect(server.requests[1]?.url.searchParams.has('_t')).toBe(true)
    expect(server.requests[1]?.init.cache).toBe('no-store')
  })

  it('what changes between the two is not missed', async () => {
    const server = feedServer(item('a'), item('b'))
    server.state.beforeLoad = () => {
      server.state.beforeLoad = undefined
      server.put(item('a', 'A2'))
      server.remove('b')
    }
    const { manager, clock } = setup()
    const registration = manager.register(server.resource())
    await pass(clock, manager)
    await pass(clock, manager, 1000)
    expect(registration.getSnapshot().data).toEqual([item('a', 'A2')])
    expect(server.asked()).toEqual(['changes', 'items', 'changes c0'])
  })

  it('a load that brings the same again keeps the identity of all', async () => {
    const { registration, manager, server, shown } = await started()
    const before = registration.getSnapshot().data
    expect((await manager.refresh('items', { force: true })).unchanged).toEqual(['items'])
    expect(server.asked()).toEqual(['changes', 'items'])
    expect(registration.getSnapshot().data).toBe(before)
    expect(new Set(shown.map(({ data }) => data)).size).toBe(1)
  })
})

describe('F3 what changed since', () => {
  it('is merged: items keep their place and identity, new ones come at the end', async () => {
    const { server, registration, names, poll } = await started()
    const before = registration.getSnapshot().data
    server.put(item('b', 'B2'))
    server.put(item('d'))
    server.remove('a')
    await poll()
    expect(server.asked()).toEqual(['changes c0'])
    expect(names()).toEqual(['B2', 'c', 'd'])
    const after = registration.getSnapshot().data
    expect(after?.[1]).toBe(before?.[2])
    expect(after?.[0]?.meta).toBe(before?.[1]?.meta)
    await poll()
    expect(server.asked()).toEqual(['changes c3'])
  })

  it('nothing, or nothing of it, changes nothing on screen', async () => {
    const { server, registration, poll, told, shown, events } = await started({ collection: 'items' })
    const before = registration.getSnapshot().data
    const count = told('success').length
    await poll()
    server.tell({ collection: 'other', id: 'a', data: item('a', 'no') })
    server.tell({ collection: 'other', id: 'q' })
    await poll()
    server.put(item('a'))
    await poll()
    expect(server.asked()).toEqual(['changes c0', 'changes c0', 'changes c2'])
    expect(registration.getSnapshot().data).toBe(before)
    expect([told('success').length, told('unchanged').length]).toEqual([count, 3])
    expect(shown.at(-1)?.source).toBe('revalidated')
    expect(events.filter(({ type }) => type === 'error')).toEqual([])
  })

  it('comes in pages, of which none is shown before the last', async () => {
    const { server, names, poll, shown } = await started({ limit: 2 })
    for (const id of ['d', 'e', 'f', 'g', 'h']) server.put(item(id))
    const before = shown.filter(({ data }) => data !== undefined).length
    await poll()
    expect(server.asked()).toEqual(['changes c0', 'changes c2', 'changes c4'])
    expect(names()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'])
    expect(new Set(shown.slice(before).map(({ data }) => data?.length))).toEqual(new Set([3, 8]))
  })

  it('an error on a later page applies nothing, and begins again where it began', async () => {
    const { server, names, poll, registration } = await started({ limit: 1 })
    server.put(item('d'))
    server.put(item('e'))
    server.state.next = (url) =>
      url.searchParams.get('since') === 'c1' ? new Response('', { status: 500 }) : undefined
    await poll()
    expect(names()).toEqual(['a', 'b', 'c'])
    expect(registration.getSnapshot().error).toMatchObject({ status: 500 })
    server.state.next = undefined
    server.asked()
    await poll()
    await poll()
    expect(server.asked()).toEqual(['changes c0', 'changes c1'])
    expect(names()).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(registration.getSnapshot().error).toBeUndefined()
  })

  it('the collection is loaded anew where the feed has forgotten, or tells too little', async () => {
    const { server, names, poll, registration } = await started({ limit: 1 })
    const before = registration.getSnapshot().data
    server.put(item('b', 'B2'))
    server.state.trimmed = 1
    await poll()
    expect(server.asked()).toEqual(['changes c0', 'items'])
    expect(names()).toEqual(['a', 'B2', 'c'])
    expect(registration.getSnapshot().data?.[2]).toBe(before?.[2])
    server.tell({ id: 'c' })
    server.tell({ id: 'c' })
    await poll()
    expect(server.asked()).toEqual(['changes c1', 'items'])
    await poll()
    expect(server.asked()).toEqual(['changes c2', 'items'])
    await poll()
    expect(server.asked()).toEqual(['changes c3'])
  })

  it('is in the order of `compare`, where there is one', async () => {
    const { server, names, poll } = await started({ compare: (a, b) => b.name.localeCompare(a.name) })
    expect(names()).toEqual(['c', 'b', 'a'])
    server.put(item('b', 'z'))
    server.put(item('d', 'bb'))
    await poll()
    expect(names()).toEqual(['z', 'c', 'bb', 'a'])
  })

  it('keeps identity without a member `id`, whatever the items are known by', async () => {
    const server = feedServer(item('a'), item('b'))
    const { manager, clock } = setup()
    const resource = server.resource({
      idOf: ({ name }) => name,
      compare: (a, b) => a.name.localeCompare(b.name),
    })
    server.state.next = (url) =>
      url.pathname === '/items'
        ? Response.json([
            { name: 'b', meta: {} },
            { name: 'd', meta: {} },
          ])
        : undefined
    const registration = manager.register(resource)
    await pass(clock, manager)
    const before = registration.getSnapshot().data
    server.tell({ id: 'a', data: { name: 'a', meta: {} } })
    await pass(clock, manager, 1000)
    const after = registration.getSnapshot().data
    expect(after?.map(({ name }) => name)).toEqual(['a', 'b', 'd'])
    expect([after?.[1] === before?.[0], after?.[2] === before?.[1]]).toEqual([true, true])
  })
})

describe('F3 versions', () => {
  it('an older one never replaces a newer one, nor deletes it', async () => {
    const { server, names, poll } = await started({ versionOf: ({ version }) => version })
    server.tell({ id: 'a', data: item('a', 'A5', { version: 5 }) })
    server.tell({ id: 'a', data: item('a', 'A4', { version: 4 }) })
    await poll()
    server.tell({ id: 'a', data: item('a', 'A3', { version: 3 }) })
    server.tell({ id: 'a', deleted: true, version: 4 })
    await poll()
    expect(names()).toEqual(['A5', 'b', 'c'])
    server.tell({ id: 'a', deleted: true, version: 6 })
    await poll()
    expect(names()).toEqual(['b', 'c'])
  })

  it('are taken from the feed where the items have none', async () => {
    const { server, names, poll } = await started()
    server.tell({ id: 'a', data: item('a', 'A5'), version: 5 })
    await poll()
    server.tell({ id: 'a', data: item('a', 'A4'), version: 4 })
    server.tell({ id: 'b', data: item('b', 'B1'), version: 1 })
    await poll()
    expect(names()).toEqual(['A5', 'B1', 'c'])
  })

  it('what was deleted does not come back by an older change of the same poll', async () => {
    const { server, names, poll } = await started({ limit: 1 })
    server.tell({ id: 'a', deleted: true, version: 6 })
    server.tell({ id: 'a', data: item('a', 'late'), version: 5 })
    server.tell({ id: 'b', data: item('b', 'B2'), version: 2 })
    server.tell({ id: 'b', deleted: true })
    server.tell({ id: 'b', data: item('b', 'B2'), version: 2 })
    server.tell({ id: 'c', deleted: true, version: 3 })
    server.tell({ id: 'c', data: item('c', 'made again'), version: 4 })
    await poll()
    expect(names()).toEqual(['made again'])
  })
})

describe('F3 what was deleted', () => {
  it('may be made again later, under the same id and at its first version', async () => {
    const { server, names, poll } = await started({ versionOf: ({ version }) => version })
    server.tell({ id: 'a', deleted: true, version: 6 })
    await poll()
    server.tell({ id: 'a', data: item('a', 'again', { version: 1 }), version: 1 })
    await poll()
    expect(names()).toEqual(['b', 'c', 'again'])
  })
})

describe('F3 what is no feed', () => {
  const html = () => new Response('<html>Sign in</html>', { headers: { 'content-type': 'text/html' } })
  it.each([
    ['a page of HTML', html],
    ['nothing', () => new Response(null, { status: 204 })],
    ['null', () => Response.json(null)],
    ['a list', () => Response.json([])],
    ['no cursor', () => Response.json({ changes: [] })],
    ['an empty cursor', () => Response.json({ changes: [], cursor: '' })],
    ['no changes', () => Response.json({ cursor: 'c1' })],
    ['a change without an id', () => Response.json({ changes: [{ deleted: true }], cursor: 'c1' })],
    ['a null change', () => Response.json({ changes: [null], cursor: 'c1' })],
    ['a cursor that stands still', () => Response.json({ changes: [], cursor: 'c0', hasMore: true })],
    ['another item', () => Response.json({ changes: [{ id: 'a', data: item('b') }], cursor: 'c1' })],
    ['an item of null', () => Response.json({ changes: [{ id: 'a', data: null }], cursor: 'c1' })],
  ])('%s is a ParseError, and changes nothing', async (_what, answer) => {
    const { server, names, poll, registration } = await started()
    server.state.next = answer
    await poll()
    expect(registration.getSnapshot().error).toMatchObject({ code: 'parse' })
    expect(names()).toEqual(['a', 'b', 'c'])
    server.state.next = undefined
    server.asked()
    server.put(item('d'))
    await poll()
    await poll()
    expect(server.asked()[0]).toBe('changes c0')
    expect(names()).toEqual(['a', 'b', 'c', 'd'])
  })

  it.each([
    ['no array', { items: [] }],
    ['an item without an id', [{ name: 'x' }]],
    ['an empty id', [item('')]],
  ])('a load that brings %s is one, too', async (_what, body) => {
    const server = feedServer()
    server.state.next = (url) => (url.pathname === '/items' ? Response.json(body) : undefined)
    const { manager, clock } = setup()
    const registration = manager.register(server.resource())
    await pass(clock, manager)
    expect(registration.getSnapshot()).toMatchObject({ status: 'error', error: { code: 'parse' } })
  })

  it('a failing load is its own error', async () => {
    const server = feedServer()
    const { manager } = setup()
    const registration = manager.register(server.resource({ load: () => Promise.reject(new Error('mine')) }))
    await flush()
    expect(registration.getSnapshot().error?.message).toBe('mine')
  })
})

describe('F3 in the manager', () => {
  it('shows what a mutation expects, takes it back alone, and stays incremental', async () => {
    const { server, manager, clock, names, poll } = await started()
    const rename = (id: string, name: string) => (items: readonly Item[]) =>
      items.map((each) => (each.id === id ? { ...each, name } : each))
    const save = async () => server.put(item('a', 'saved'))
    const done = manager.mutate(save, {
      invalidates: ['items'],
      optimistic: [{ key: 'items', update: rename('a', 'saved') as never }],
    })
    expect(names()).toEqual(['saved', 'b', 'c'])
    await done
    await pass(clock, manager)
    expect(server.asked()).toEqual(['changes c0'])
    expect(names()).toEqual(['saved', 'b', 'c'])
    // What was expected and never came true is gone with the next answer, though the feed has nothing to say of it.
    await manager.mutate(async () => {}, {
      invalidates: ['items'],
      optimistic: [{ key: 'items', update: rename('b', 'guess') as never }],
    })
    await pass(clock, manager)
    expect(names()).toEqual(['saved', 'b', 'c'])
    const failing = manager.mutate(() => Promise.reject(new Error('no')), {
      optimistic: [{ key: 'items', update: rename('c', 'guess') as never }],
    })
    expect(names()).toEqual(['saved', 'b', 'guess'])
    server.put(item('b', 'B2'))
    await expect(failing).rejects.toThrow('no')
    await poll()
    expect(names()).toEqual(['saved', 'B2', 'c'])
    expect(server.asked().filter((each) => each === 'items')).toEqual([])
  })

  it('what a mutation commits is kept until the feed says more', async () => {
    const { server, manager, names, poll, registration } = await started()
    await manager.mutate(async () => item('b', 'answer'), {
      commit: [
        {
          key: 'items',
          data: (saved, items: readonly Item[]) => items.map((each) => (each.id === saved.id ? saved : each)),
        },
      ],
    })
    expect(names()).toEqual(['a', 'answer', 'c'])
    const committed = registration.getSnapshot().data
    server.put(item('b', 'answer'))
    await poll()
    expect(registration.getSnapshot().data).toBe(committed)
    expect(server.asked()).toEqual(['changes c0'])
  })

  it('after data set by hand, whatever it is, all is loaded anew', async () => {
    for (const byHand of [[item('z')], [{ no: 'id' }], [null], 'text', null]) {
      const { server, manager, names, poll } = await started()
      manager.setData('items', byHand)
      await poll()
      expect(server.asked()).toEqual(['changes', 'items'])
      expect(names()).toEqual(['a', 'b', 'c'])
    }
  })

  it('keeps what it knows with the data: a resource made anew goes on, a reset begins anew', async () => {
    const { server, manager, clock, registration, poll } = await started()
    const again = manager.register(server.resource())
    registration.unregister()
    server.put(item('d'))
    await poll()
    expect(server.asked()).toEqual(['changes c0'])
    expect(again.getSnapshot().data).toHaveLength(4)
    manager.reset({ scope: 'next:' })
    await pass(clock, manager)
    expect(server.asked()).toEqual(['changes', 'items'])
    expect(again.getSnapshot().data).toHaveLength(4)
  })

  it('another feed under the same key is loaded anew', async () => {
    const { server, manager, registration, poll } = await started()
    manager.register(server.resource({ collection: 'items' }))
    registration.unregister()
    await poll()
    expect(server.asked()).toEqual(['changes', 'items'])
    await poll()
    expect(server.asked()).toEqual(['changes c0'])
  })

  it('two managers on one cache go on from each other', async () => {
    const server = feedServer(item('a'))
    const clock = fakeClock()
    const cache = new TtlCache({ clock })
    const environment = fixedEnvironment()
    const first = new DataSyncManager({ cache, clock, environment })
    const second = new DataSyncManager({ cache, clock, environment })
    first.register(server.resource({ interval: 1000 }))
    await pass(clock, first)
    second.register(server.resource({ interval: 1500 }))
    await pass(clock, second)
    server.put(item('b'))
    await pass(clock, first, 1000)
    server.put(item('c'))
    await pass(clock, second, 600)
    expect(server.asked()).toEqual(['changes', 'items', 'changes c0', 'changes c1'])
    expect(second.getSnapshot<Item[]>('items').data).toHaveLength(3)
    expect(second.getSnapshot('items').data).toBe(first.getSnapshot('items').data)
  })

  it('is aborted when nobody wants it any more', async () => {
    const { server, manager, poll } = await started()
    let aborted: unknown
    server.state.next = () => new Promise(() => {})
    await poll()
    server.requests.at(-1)?.init.signal?.addEventListener('abort', () => (aborted = true))
    manager.dispose()
    await flush()
    expect(aborted).toBe(true)
  })
})

describe('F3 options', () => {
  it('those of every resource go along', () => {
    const resource = feedServer().resource({ tags: ['t'], key: ['items', 1], origin: 'x', interval: 5 })
    expect(resource).toMatchObject({ tags: ['t'], key: ['items', 1], origin: 'x', interval: 5 })
    expect(Object.keys(resource).sort()).toEqual(['fetcher', 'interval', 'key', 'origin', 'retry', 'tags'])
  })

  it.each([
    [{ collection: '' }, /collection: got ""/],
    [{ limit: 0 }, /limit: got 0/],
    [{ idOf: 'id' }, /idOf: got "id", allowed: a function/],
    [{ load: undefined }, /load: got undefined/],
    [{ compare: 'name' }, /compare: got "name"/],
    [{ interval: -1 }, /interval: got -1/],
    [{ key: '' }, /key/],
  ])('refuses %j', (bad, message) => {
    expect(() => feedServer().resource(bad as never)).toThrow(message)
  })

  it('the feed’s own URL may have a query, and is asked with what `request` says', async () => {
    const url = 'https://api.example/changes?tenant=7#top'
    const { server } = await started({ url, collection: 'a&b', request: { headers: { 'x-a': '1' } } })
    expect(String(server.requests[0]?.url)).toBe('https://api.example/changes?tenant=7&collection=a%26b#top')
    expect(new Headers(server.requests[0]?.init.headers).get('x-a')).toBe('1')
  })
})

describe('indexBy', () => {
  it('finds items by id, and is made once for a list', () => {
    const byId = indexBy((each: Item) => each.id)
    const items = [item('a'), item('b')]
    expect(byId(items).get('b')).toBe(items[1])
    expect(byId(items)).toBe(byId(items))
    expect(byId([...items])).not.toBe(byId(items))
  })
})
