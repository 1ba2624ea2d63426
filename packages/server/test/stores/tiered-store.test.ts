import { deferred, fakeClock, flush } from '@freshline/test-utils'
import { describe, expect, it } from 'vitest'
import { createResponseCache } from '../../src'
import { fakeShared, fakeStore, type Fault } from './fake-backing'

/** Two instances; the answers of the first one's shared tier wait at its gate. */
const setUp = () => {
  const clock = fakeClock()
  const shared = fakeShared(() => clock.now())
  const world = { gate: undefined as Promise<void> | undefined, fault: 'none' as Fault }
  const errors: unknown[] = []
  const first = fakeStore(
    shared,
    () => world.fault,
    async () => world.gate,
  )
  const second = fakeStore(shared)
  const options = { clock, ttl: 1000, onError: (error: unknown) => errors.push(error) }
  const a = createResponseCache({ ...options, store: first.store })
  const b = createResponseCache({ ...options, store: second.store })
  return { clock, shared, world, errors, a, b, comeBack: first.comeBack }
}

describe('two instances over a shared tier', () => {
  it('a read is not content with a round trip that began before it', async () => {
    const { a, b, world } = setUp()
    await a.load('k', () => 'old')
    const gate = deferred<void>()
    world.gate = gate.promise
    // The first read's round trip is on its way and has seen the log as it was.
    const early = a.load('k', () => 'new')
    await flush()
    await b.invalidate('k')
    const late = a.load('k', () => 'new')
    await flush()
    world.gate = undefined
    gate.resolve()
    await early
    expect((await late).data).toBe('new')
  })

  it('an entry that nobody can count keeps no invalidation from the others, nor the next one', async () => {
    const { a, b, shared, errors } = setUp()
    await b.load('k', () => 'old')
    await b.load('later', () => 'old')
    await a.invalidate({ tag: 'other' })
    for (const [id, entry] of shared.entries)
      if (entry.key === 'k') shared.entries.set(id, { ...entry, tags: null as never })
    expect((await a.invalidate('k')).invalidated).toBe(0)
    expect(errors).toEqual([expect.any(TypeError)])
    for (const [id, { key }] of shared.entries) if (key === 'k') shared.entries.delete(id)
    await a.invalidate('later')
    for (const key of ['k', 'later']) expect((await b.load(key, () => 'new')).data, key).toBe('new')
  })

  it('an invalidation counts where it is made before the shared tier has it', async () => {
    const { a, world } = setUp()
    await a.load('k', () => 'old', { tags: ['t'] })
    const slow = deferred<string>()
    const loading = a.load('slow', () => slow.promise, { tags: ['t'] })
    await flush()
    const gate = deferred<void>()
    world.gate = gate.promise
    const invalidated = a.invalidate({ tag: 't' })
    expect(a.store.open().peek('k')?.verdict).toBe('stale')
    slow.resolve('old')
    world.gate = undefined
    gate.resolve()
    expect((await invalidated).invalidated).toBe(1)
    expect(await loading).toMatchObject({ data: 'old', stale: true })
    expect((await a.load('slow', () => 'new', { tags: ['t'] })).data).toBe('new')
  })

  it('no request that began after another instance’s invalidation joins a load that began before it', async () => {
    const { a, b } = setUp()
    const slow = deferred<string>()
    const early = a.load('k', () => slow.promise)
    await flush()
    await b.invalidate('k')
    const late = a.load('k', () => 'new')
    expect((await late).data).toBe('new')
    slow.resolve('old')
    expect(await early).toMatchObject({ data: 'old', stale: true })
    expect((await b.load('k', () => 'never')).data).toBe('new')
  })

  it('what was deleted comes back on no instance, not even when loading fails', async () => {
    const { a, b } = setUp()
    await a.load('k', () => 'secret', { owner: 'o' })
    expect((await b.load('k', () => 'never')).data).toBe('secret')
    expect(await a.deleteOwner('o')).toBe(1)
    await expect(b.load('k', () => Promise.reject(new Error('down')))).rejects.toThrow('down')
  })

  it('tells each entry of the log to listeners once, and where it came from', async () => {
    const { a, b } = setUp()
    const told: string[] = []
    await a.load('k', () => 1)
    a.onInvalidate(({ keys }, origin) => told.push(`${origin} ${keys.join()}`))
    const off = a.onInvalidate(() => {
      throw new Error('a listener that fails')
    })
    await a.invalidate('x')
    off()
    await b.invalidate('y')
    await a.load('k', () => 1)
    await a.load('k', () => 1)
    expect(told).toEqual(['local x', 'remote y'])
  })

  it('drops what another instance deleted as soon as it learns of it', async () => {
    const { a, b } = setUp()
    await a.load('k', () => 'secret', { owner: 'o' })
    await b.load('k', () => 'never')
    await a.deleteOwner('o')
    await b.load('other', () => 1)
    expect((await b.stats()).tiers.find(({ name }) => name === 'memory')?.entries).toBe(1)
  })

  it('an invalidation that another log has taken leaves nothing of the old one good meanwhile', async () => {
    const { a, shared } = setUp()
    await a.load('k', () => 'old')
    shared.restart()
    await a.log.append({ keys: ['other'], tags: [], patterns: [] })
    expect(a.store.open().peek('k')?.verdict).toBe('stale')
  })

  it('tells once that the shared tier is away, tries again by itself, and says so in its health', async () => {
    const { a, b, world, errors, clock, shared } = setUp()
    await a.load('k', () => 'old')
    await b.load('k', () => 'never')
    world.fault = 'fails'
    expect((await a.load('k', () => 'never')).data).toBe('old')
    await a.invalidate('k')
    expect(await a.health()).toMatchObject({ name: 'redis', status: 'down', since: clock.now() })
    expect((await a.health()).detail).toContain('1 invalidations wait')
    expect((await b.load('k', () => 'never')).data).toBe('old')
    expect(errors).toEqual([expect.objectContaining({ code: 'store_away' })])
    world.fault = 'none'
    await clock.advance(2000)
    expect(await a.health()).toEqual({ name: 'redis', status: 'ok' })
    expect((await b.load('k', () => 'new')).data).toBe('new')
    expect(shared.log.last).toBe(1)
    expect(clock.pending).toBe(0)
  })

  it('an append that was carried out and never answered is made again, and does no harm', async () => {
    const { a, b, world, comeBack } = setUp()
    await a.load('k', () => 'old')
    world.fault = 'lost'
    const { position } = await a.invalidate('k')
    world.fault = 'none'
    comeBack()
    await flush()
    await flush()
    expect((await b.load('k', () => 'new')).data).toBe('new')
    expect((await a.load('k', () => 'never')).data).toBe('new')
    expect(position).toMatch(/\.\d+$/)
  })

  it('a shared tier that came back empty leaves nothing that is trusted', async () => {
    const { a, b, shared } = setUp()
    await a.load('k', () => 'old')
    await b.load('k', () => 'never')
    shared.restart()
    expect((await a.load('k', () => 'new')).data).toBe('new')
    expect((await b.load('k', () => 'never')).data).toBe('new')
  })

  it('an entry that only another instance holds is counted', async () => {
    const { a, b } = setUp()
    await a.load('p:1', () => 1)
    expect(await b.invalidate('p:*')).toMatchObject({ invalidated: 1, keys: ['p:1'] })
    expect((await a.invalidate('p:*')).invalidated).toBe(0)
  })

  it('closes while it is away, and says what was lost', async () => {
    const { a, world, errors } = setUp()
    world.fault = 'fails'
    await a.invalidate('k')
    await a.close()
    await a.close()
    expect(errors.map((error) => (error as { code?: string }).code)).toEqual([
      'store_away',
      'invalidations_lost',
    ])
    expect((await a.load('k', () => 1)).data).toBe(1)
  })

  it('too many invalidations while it is away: everything is stale at once, and everywhere afterwards', async () => {
    const { a, b, world, errors, comeBack } = setUp()
    for (const key of ['k', 'other']) {
      await a.load(key, () => 'old')
      await b.load(key, () => 'never')
    }
    world.fault = 'fails'
    await a.invalidate('k')
    const append = (index: number) => a.log.append({ keys: [`x${index}`], tags: [], patterns: [] })
    await Promise.all(Array.from({ length: 10_000 }, (_, index) => append(index)))
    expect(errors.map((error) => (error as { code?: string }).code)).toEqual([
      'store_away',
      'invalidations_overflow',
    ])
    expect((await a.load('k', () => 'new')).data).toBe('new')
    expect((await a.load('other', () => 'new')).data).toBe('new')
    world.fault = 'none'
    comeBack()
    await flush()
    await flush()
    for (const key of ['k', 'other']) expect((await b.load(key, () => 'newer')).data).toBe('newer')
  })

  it('what is appended before anything was read counts', async () => {
    const { a, b } = setUp()
    await b.load('k', () => 'old')
    await a.log.append({ keys: ['k'], tags: [], patterns: [] })
    expect((await a.load('k', () => 'new')).data).toBe('new')
    expect((await b.load('k', () => 'never')).data).toBe('new')
  })
})
