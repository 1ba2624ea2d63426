import { DataSyncManager, fetchFresh, httpResource, type Transport } from '@freshline/core'
import { fakeClock } from '@freshline/test-utils'
import { describe, expect, it, vi } from 'vitest'
import { createChangeFeed, createResponseCache, createSyncServer } from '../../src/index'

/** Client and server on one clock; every request is noted with its time and what it was answered. */
function setUp(rate: { requests: number; per: number }) {
  const clock = fakeClock()
  const cache = createResponseCache({ clock })
  const changes = createChangeFeed(cache.log)
  const server = createSyncServer({ cache, changes, clock, authorize: () => true, limits: { rate } })
  const log: [at: number, status: number][] = []
  const calls = { underWay: 0 }
  const transport: Transport = async (input, init) => {
    calls.underWay++
    try {
      const response = await server.fetch(new Request(input, init))
      const body = response.status === 304 ? null : await response.arrayBuffer()
      log.push([clock.monotonic(), response.status])
      return new Response(body, response)
    } finally {
      calls.underWay--
    }
  }
  /** Moves time on in steps, and lets what is truly asynchronous (hashing, streams) end in between. */
  const pass = async (ms: number, step = 100) => {
    for (let gone = 0; gone < ms; gone += step) {
      await clock.advance(step)
      for (let turn = 0; turn < 3 || calls.underWay > 0; turn++)
        await new Promise((resolve) => setImmediate(resolve))
    }
  }
  return { clock, log, transport, pass }
}

const URL = 'http://api.example/changes'

describe('a client at its rate limit', () => {
  it('that polls waits as long as Retry-After says, and is never refused twice in a row', async () => {
    const { clock, log, transport, pass } = setUp({ requests: 3, per: 30_000 })
    const environment = { isVisible: () => true, isOnline: () => true, subscribe: () => () => {} }
    const manager = new DataSyncManager({ clock, environment })
    manager.register(httpResource(URL, { interval: 1_000, transport, clock, retry: 0 }))
    await pass(60_000)
    manager.dispose()
    const statuses = log.map(([, status]) => status)
    expect(statuses).toContain(429)
    log.forEach(([at, status], place) => {
      const next = log[place + 1]
      if (status !== 429 || !next) return
      // One token every ten seconds: after a refusal the next request comes when there is one, not before.
      expect(next[1]).not.toBe(429)
      expect(next[0] - at).toBeGreaterThan(1_000)
    })
    // Three at once, six more in a minute: a client that obeys wastes few of its requests.
    expect(statuses.filter((status) => status !== 429).length).toBeGreaterThanOrEqual(6)
  })

  it('that repeats by itself repeats when it may', async () => {
    const { clock, log, transport, pass } = setUp({ requests: 1, per: 7_500 })
    await fetchFresh(URL, { transport, clock })
    const again = fetchFresh(URL, { transport, clock, retry: 1 })
    await vi.waitFor(() => expect(log).toHaveLength(2))
    await pass(7_900)
    expect(log).toHaveLength(2)
    await pass(100)
    await again
    expect(log).toEqual([
      [0, 200],
      [0, 429],
      [8_000, 200],
    ])
  })
})
