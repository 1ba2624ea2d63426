// E5: a mutation tells the server's cache first, waits for that within a bound, and tells what became of each part.
import { HttpError, TimeoutError, type Propagate, type SyncEvent } from '@freshline/core'
import { deferred, flush } from '@freshline/test-utils'
import { describe, expect, it } from 'vitest'
import { httpError, scripted, settled, setup } from './polling-support'

function withServer(options: { propagate: Propagate; propagateTimeout?: number }) {
  const reported: string[] = []
  const made = setup({
    ...options,
    report: (error, where) => void reported.push(`${where}: ${String(error)}`),
  })
  const of = (type: SyncEvent['type']) =>
    made.events.filter((event) => event.type === type).map(({ propagation }) => propagation)
  return { ...made, reported, of }
}

/** A server whose cache is told by hand, and which answers with what it is at. */
function slowly() {
  const tellings: ReturnType<typeof deferred<unknown>>[] = []
  const propagate = () => {
    const telling = deferred<unknown>()
    tellings.push(telling)
    return telling.promise
  }
  return { propagate, tellings }
}

const invalidates = ['list', { tag: 'stores' }]

describe('E5 one step that reports each part', () => {
  it('tells with `mutated` what the server’s cache said, after `propagated`', async () => {
    const { manager, of, told } = withServer({ propagate: async () => ({ invalidated: 3 }) })
    manager.register('list', () => 1, { ttl: 60_000 })
    await flush()
    await manager.mutate(() => 'saved', { invalidates, propagate: true })
    const done = { propagated: 'done', targets: invalidates, report: { invalidated: 3 }, error: undefined }
    expect(of('mutated')).toEqual([done])
    expect(of('propagated')).toEqual([done])
    expect(told('propagated', 'invalidated', 'mutated')).toEqual([
      'propagated',
      'invalidated list',
      'mutated',
    ])
  })

  it('says `off` where nothing is told, and raises no `propagated`', async () => {
    const { manager, of } = withServer({ propagate: async () => 1 })
    await manager.mutate(() => 1, { invalidates, propagate: false })
    await manager.mutate(() => 1)
    await manager.mutate(() => 1, { invalidates: [() => true] })
    const without = setup()
    await without.manager.mutate(() => 1, { invalidates })
    const told = [...of('mutated'), ...without.events.map(({ propagation }) => propagation)]
    expect(told.length).toBe(4)
    for (const each of told)
      expect(each).toEqual({ propagated: 'off', targets: [], report: undefined, error: undefined })
    expect(of('propagated')).toEqual([])
  })

  it('carries nothing on events of other types', async () => {
    const { manager, events } = withServer({ propagate: async () => 1 })
    manager.register('list', () => 1)
    await flush()
    expect(events.length).toBeGreaterThan(2)
    expect(events.filter((event) => 'propagation' in event)).toEqual([])
  })
})

describe('E5 a server’s cache that could not be told', () => {
  it('is told of in the event, in the report and in the log; the client asks again all the same', async () => {
    const lines: string[] = []
    const error = httpError(503)
    const { manager, of, reported } = withServer({
      propagate: () => Promise.reject(error),
      ...({ log: { level: 'error', sink: (_level: string, line: string) => lines.push(line) } } as object),
    })
    const api = scripted<string>()
    manager.register('list', api.fetcher, { ttl: 60_000 })
    await api.last.answer('old')
    expect(await manager.mutate(() => 'saved', { invalidates })).toBe('saved')
    expect(api.count).toBe(2)
    expect(of('mutated')).toEqual([{ propagated: 'failed', targets: invalidates, report: undefined, error }])
    expect(of('propagated')).toHaveLength(1)
    expect(reported).toEqual(['propagate: HttpError: answered 503'])
    expect(lines).toEqual(["[Freshline] The server's cache was not told: answered 503"])
  })

  it('one that throws at once, or no error, is no different', async () => {
    const { manager, of } = withServer({
      propagate: () => {
        throw 'what'
      },
    })
    await manager.mutate(() => 1, { invalidates })
    expect(of('mutated')).toMatchObject([{ propagated: 'failed', error: { code: 'unknown' } }])
  })

  it('is waited for within `propagateTimeout`, then the client asks; told later, it asks once more', async () => {
    const { propagate, tellings } = slowly()
    const { manager, clock, of, reported, told } = withServer({ propagate, propagateTimeout: 3000 })
    const api = scripted<string>()
    manager.register('list', api.fetcher, { ttl: 60_000 })
    await api.last.answer('old')
    const done = manager.mutate(() => 'saved', {
      invalidates,
      commit: [{ key: 'list', data: (answer) => answer }],
    })
    await clock.advance(2999)
    expect(manager.getSnapshot('list').data).toBe('saved')
    expect([api.count, await settled(done)]).toEqual([1, undefined])
    await clock.advance(1)
    expect([api.count, await settled(done)]).toEqual([2, 'saved'])
    expect(of('mutated')).toEqual([
      { propagated: 'late', targets: invalidates, report: undefined, error: expect.any(TimeoutError) },
    ])
    expect(reported).toEqual([expect.stringMatching(/^propagate: TimeoutError: .*3000 ms/)])
    // The server's cache answered this one, and had not been told.
    await api.last.answer('old')
    expect(manager.getSnapshot('list')).toMatchObject({ data: 'old', freshness: 'fresh' })
    tellings[0]?.resolve('told')
    await flush()
    expect(manager.getSnapshot('list')).toMatchObject({ freshness: 'stale', isFetching: true })
    expect(api.count).toBe(3)
    await api.last.answer('saved')
    expect(manager.getSnapshot('list')).toMatchObject({ data: 'saved', freshness: 'fresh' })
    expect(of('propagated')).toMatchObject([{ propagated: 'done', report: 'told' }])
    expect(told('mutated')).toHaveLength(1)
    expect(api.count).toBe(3)
  })

  it('told later, obsoletes what is on its way: an answer from before is never fresh (rule 4)', async () => {
    const { propagate, tellings } = slowly()
    const { manager, clock } = withServer({ propagate, propagateTimeout: 1000 })
    const api = scripted<string>()
    manager.register('list', api.fetcher, { ttl: 60_000 })
    await api.last.answer('old')
    void manager.mutate(() => 'saved', { invalidates: ['list'] })
    await clock.advance(1000)
    const before = api.last
    tellings[0]?.resolve(1)
    await flush()
    await before.answer('old')
    expect(manager.getSnapshot('list').freshness).toBe('stale')
    // The follow-up of a follow-up comes a second after it at the earliest.
    await clock.advance(1000)
    await api.last.answer('new')
    expect(manager.getSnapshot('list')).toMatchObject({ data: 'new', freshness: 'fresh' })
    expect(api.count).toBe(3)
  })

  it('that fails late is told of, and asks nothing more', async () => {
    const { propagate, tellings } = slowly()
    const { manager, clock, of, reported } = withServer({ propagate, propagateTimeout: 1000 })
    const api = scripted<string>()
    manager.register('list', api.fetcher, { ttl: 60_000 })
    await api.last.answer('old')
    void manager.mutate(() => 'saved', { invalidates: ['list'] })
    await clock.advance(1000)
    await api.last.answer('new')
    tellings[0]?.reject(httpError(500))
    await clock.advance(60)
    expect(api.count).toBe(2)
    expect(of('propagated')).toMatchObject([{ propagated: 'failed', error: expect.any(HttpError) }])
    expect(reported).toHaveLength(2)
  })

  it('many told late at once are rationed: no storm on a server that is just back', async () => {
    const { propagate, tellings } = slowly()
    const { manager, clock } = withServer({ propagate, propagateTimeout: 1000 })
    let asked = 0
    manager.register('list', () => ++asked, { ttl: 60_000 })
    await flush()
    for (let each = 0; each < 50; each++) void manager.mutate(() => each, { invalidates: ['list'] })
    await clock.advance(1000)
    asked = 0
    for (const telling of tellings) {
      telling.resolve(1)
      await flush()
    }
    expect(asked).toBeLessThanOrEqual(5)
    await clock.advance(5000)
    expect(asked).toBeLessThanOrEqual(10)
    expect(manager.getSnapshot('list').freshness).toBe('fresh')
  })

  it('with `propagateTimeout: Infinity` is waited for as long as it takes, by no timer', async () => {
    const { propagate, tellings } = slowly()
    const { manager, clock } = withServer({ propagate, propagateTimeout: Infinity })
    const done = manager.mutate(() => 1, { invalidates })
    await clock.advance(600_000)
    expect([clock.pending, await settled(done)]).toEqual([0, undefined])
    tellings[0]?.resolve(1)
    expect(await settled(done)).toBe(1)
  })
})

describe('E5 and what else may happen', () => {
  it('a write that may have been done after all: the server’s cache is told, and nobody waits', async () => {
    const { propagate, tellings } = slowly()
    const { manager, of } = withServer({ propagate })
    const api = scripted<string>()
    manager.register('list', api.fetcher, { ttl: 60_000 })
    await api.last.answer('old')
    const error = httpError(502)
    await expect(manager.mutate(() => Promise.reject(error), { invalidates })).rejects.toBe(error)
    expect(of('mutated')).toMatchObject([{ propagated: 'late', error: undefined }])
    expect([tellings.length, api.count]).toEqual([1, 2])
    await api.last.answer('old')
    tellings[0]?.resolve(1)
    await flush()
    expect(api.count).toBe(3)
    expect(of('propagated')).toMatchObject([{ propagated: 'done' }])
  })

  it('a write that was refused tells nobody', async () => {
    const { propagate, tellings } = slowly()
    const { manager, of } = withServer({ propagate })
    const refused = manager.mutate(() => Promise.reject(httpError(409)), { invalidates })
    await expect(refused).rejects.toMatchObject({ status: 409 })
    expect([tellings.length, of('mutated').length, of('propagated').length]).toEqual([0, 0, 0])
  })

  it('after a sign-out during the write, the server’s cache is told all the same', async () => {
    const { propagate, tellings } = slowly()
    const { manager } = withServer({ propagate })
    const written = deferred<string>()
    const done = manager.mutate(() => written.promise, { invalidates })
    manager.reset({ scope: 'next:' })
    written.resolve('saved')
    await flush()
    expect(tellings).toHaveLength(1)
    tellings[0]?.resolve(1)
    expect(await settled(done)).toBe('saved')
  })

  it('dispose ends the wait, and leaves no timer', async () => {
    const { propagate, tellings } = slowly()
    const { manager, clock, reported } = withServer({ propagate })
    const done = manager.mutate(() => 'saved', { invalidates })
    await flush()
    expect(clock.pending).toBe(1)
    manager.dispose()
    expect([await settled(done), clock.pending]).toEqual(['saved', 0])
    tellings[0]?.reject(new Error('gone'))
    await flush()
    expect(reported).toEqual(['propagate: Error: gone'])
  })

  it('automatic requests for what is being changed wait for the server’s cache (rule 3)', async () => {
    const { propagate, tellings } = slowly()
    const { manager, clock } = withServer({ propagate })
    const api = scripted<string>()
    manager.register('list', api.fetcher, { interval: 1000 })
    await api.last.answer('old')
    void manager.mutate(() => 'saved', { invalidates: ['list'] })
    await clock.advance(5000)
    expect(api.count).toBe(1)
    tellings[0]?.resolve(1)
    await flush()
    expect(api.count).toBe(2)
  })

  it('a listener that throws harms nobody', async () => {
    const { manager, of, reported } = withServer({ propagate: async () => 1 })
    manager.on('propagated', () => {
      throw new Error('mine')
    })
    expect(await manager.mutate(() => 'saved', { invalidates })).toBe('saved')
    expect(of('mutated')).toMatchObject([{ propagated: 'done' }])
    expect(reported).toEqual(['a listener of "propagated": Error: mine'])
  })

  it('refuses a bound that is none, and a propagate that is no function', () => {
    expect(() => setup({ propagateTimeout: -1 })).toThrow(/propagateTimeout: got -1/)
    expect(() => setup({ propagate: 'https://x' as never })).toThrow(/propagate: got .* a function/)
  })
})
