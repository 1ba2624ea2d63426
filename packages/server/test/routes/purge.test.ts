import { flush } from '@freshline/test-utils'
import { describe, expect, it, vi } from 'vitest'
import type { Purge, SyncServerOptions } from '../../src/index'
import { keep, postJson, start } from './harness'

const TOLD = { keys: ['a'], tags: ['t'], patterns: ['b*'], paths: ['/p'] }

async function invalidate({ server }: ReturnType<typeof start>, body: unknown = TOLD) {
  const response = await server.fetch(postJson('/invalidate', body))
  return (await response.json()) as {
    invalidated: number
    position: string
    purge: { ok: boolean; detail?: string }
  }
}

function purging(purge: SyncServerOptions['purge']) {
  return start({ purge })
}

describe('purge', () => {
  it('is told what was named, which entries went and where in the log that is', async () => {
    const run = vi.fn<Purge>()
    const parts = purging(run)
    await keep(parts.cache, 'a')
    await keep(parts.cache, 'b1')
    const answer = await invalidate(parts)
    expect(answer).toMatchObject({ invalidated: 2, purge: { ok: true } })
    const [targets, context] = run.mock.calls[0] ?? []
    expect(targets).toEqual(TOLD)
    expect(context).toMatchObject({ position: answer.position, attempt: 1 })
    expect([...(context?.keys ?? [])].sort()).toEqual(['a', 'b1'])
  })

  it('is asked after the cache, so that what it makes others load is new', async () => {
    const parts = purging(async () => {
      expect((await parts.cache.load('a', () => 'new')).data).toBe('new')
    })
    await keep(parts.cache, 'a')
    expect(await invalidate(parts)).toMatchObject({ purge: { ok: true } })
  })

  it('works without a cache', async () => {
    const parts = start({ cache: undefined, purge: () => {} })
    expect(await invalidate(parts)).toEqual({ invalidated: 0, position: null, purge: { ok: true } })
  })

  it('is asked again within the request, with growing waits', async () => {
    const at: number[] = []
    const parts = purging(() => {
      at.push(parts.clock.monotonic())
      if (at.length < 3) throw new Error('502')
    })
    const asked = invalidate(parts)
    await vi.waitFor(async () => {
      await parts.clock.advance(50)
      expect(at).toHaveLength(3)
    })
    expect(await asked).toMatchObject({ purge: { ok: true } })
    expect([(at[1] ?? 0) - (at[0] ?? 0), (at[2] ?? 0) - (at[1] ?? 0)]).toEqual([200, 400])
    expect([parts.clock.pending, parts.errors]).toEqual([0, []])
  })

  it('that fails is told in the answer, undoes nothing, and is asked again later until it works', async () => {
    let fails = true
    const run = vi.fn(() => new Response(null, { status: fails ? 502 : 200 }))
    const parts = purging({ run, attempts: 1 })
    await keep(parts.cache, 'a')
    const answer = await invalidate(parts)
    expect(answer).toMatchObject({ invalidated: 1, purge: { ok: false, status: 502 } })
    expect(answer.purge.detail).toMatch(/tried again/)
    expect((await parts.cache.load('a', () => 'new')).data).toBe('new')
    await parts.clock.advance(1_000)
    expect(run).toHaveBeenCalledTimes(2)
    fails = false
    await parts.clock.advance(3_999)
    expect(run).toHaveBeenCalledTimes(2)
    await parts.clock.advance(1)
    expect(run).toHaveBeenCalledTimes(3)
    await parts.clock.advance(1e6)
    expect([run.mock.calls.length, parts.clock.pending, parts.errors]).toEqual([3, 0, []])
  })

  it('that never works is given up, and reported once', async () => {
    const run = vi.fn(() => Promise.reject(new Error('no CDN')))
    const parts = purging({ run, attempts: 1, laterAttempts: 2 })
    await invalidate(parts)
    await parts.clock.advance(1e6)
    expect(run).toHaveBeenCalledTimes(3)
    expect(parts.errors).toEqual([new Error('no CDN')])
    const none = purging({ run, attempts: 1, laterAttempts: 0 })
    expect((await invalidate(none)).purge.detail).toMatch(/given up/)
    await flush()
    expect(none.errors).toEqual([new Error('no CDN')])
  })

  it('that does not answer costs its time and no more, and its signal is aborted', async () => {
    let signal: AbortSignal | undefined
    const run = vi.fn<Purge>((_, context) => {
      signal = context.signal
      return new Promise(() => {})
    })
    const parts = purging({ run, timeout: 2_000 })
    const asked = invalidate(parts)
    await vi.waitFor(() => expect(run).toHaveBeenCalled())
    expect(signal?.aborted).toBe(false)
    await parts.clock.advance(2_000)
    expect(await asked).toMatchObject({ purge: { ok: false } })
    expect(signal?.aborted).toBe(true)
  })

  it('waits in a bounded number, and is given up when the server is closed', async () => {
    const run = vi.fn(() => Promise.reject(new Error('no CDN')))
    const parts = purging({ run, attempts: 1, pending: 2 })
    for (let time = 0; time < 4; time++) await invalidate(parts)
    await flush()
    expect([parts.clock.pending, parts.errors.length]).toEqual([2, 2])
    parts.server.close()
    parts.server.close()
    expect(parts.clock.pending).toBe(0)
    await parts.clock.advance(1e6)
    expect(run).toHaveBeenCalledTimes(4)
  })

  it('that is under way when the server is closed is told to stop, and is no failure worth a report', async () => {
    const run = vi.fn<Purge>(() => Promise.reject(new Error('no CDN')))
    const parts = purging({ run, attempts: 1 })
    await invalidate(parts)
    let signal: AbortSignal | undefined
    run.mockImplementation((_, context) => {
      signal = context.signal
      return new Promise(() => {})
    })
    await parts.clock.advance(1_000)
    parts.server.close()
    expect(signal?.aborted).toBe(true)
    await flush()
    expect([parts.clock.pending, parts.errors]).toEqual([0, []])
    expect(await invalidate(parts)).toMatchObject({ purge: { ok: false } })
    expect(run).toHaveBeenCalledTimes(2)
  })

  it('is asked for the application’s own invalidations too, and for none that name nothing', async () => {
    const run = vi.fn<Purge>()
    const { server, cache } = purging(run)
    await keep(cache, 'stores:1')
    const changes = [{ collection: 'stores', id: '1', data: { id: 1 } }]
    expect(await server.invalidate([['stores', 1], 'x*', { tag: 't' }], { changes })).toMatchObject({
      invalidated: 1,
      purge: { ok: true },
    })
    expect(run.mock.calls[0]?.[0]).toEqual({ keys: ['stores:1'], tags: ['t'], patterns: ['x*'], paths: [] })
    expect(await server.invalidate([])).toEqual({ invalidated: 0, position: null, purge: null })
    expect(run).toHaveBeenCalledOnce()
    await expect(server.invalidate([() => true])).rejects.toThrow('a function cannot travel')
  })

  it('refuses options that have no meaning', () => {
    for (const purge of [7, {}, { run: 7 }, { run() {}, attempts: 0 }, { run() {}, timeout: Infinity }])
      expect(() => purging(purge as never)).toThrow(/purge/)
  })
})
