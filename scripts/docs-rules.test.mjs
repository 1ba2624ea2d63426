// The pictures of the ten rules against the library: what each says is on screen, one state after the other, is what
// a subscriber is told when the same happens.
import { expect, test } from 'vitest'
import { DataSyncManager, fixedEnvironment, httpResource } from '../packages/core/src/index.ts'
import { deferred, fakeClock, flush } from '../packages/test-utils/src/index.ts'
import { drawings } from './docs-drawings.mjs'

/** A manager in a page of the test's own; `answer(n)` settles the nth request. */
function stage(options = {}) {
  const clock = fakeClock()
  const environment = fixedEnvironment({ visible: true, online: true })
  const manager = new DataSyncManager({ clock, environment })
  const requests = []
  const seen = []
  const fetcher = ({ signal }) => {
    const request = deferred()
    requests.push(Object.assign(request, { signal }))
    return request.promise
  }
  const show = () => {
    seen.push(shownAs(manager.getSnapshot('key')))
    return manager.subscribe('key', (snapshot) => seen.push(shownAs(snapshot)))
  }
  const register = () => manager.register('key', fetcher, { interval: 60_000, retry: false, ...options })
  const answer = async (number, value) => {
    if (value instanceof Error) requests[number].reject(value)
    else requests[number].resolve(value)
    await flush()
  }
  return { clock, environment, manager, requests, register, show, answer, seen: () => withoutRepeats(seen) }
}

const shownAs = ({ data, freshness, error }) => `${data ?? 'nothing'} ${freshness}${error ? ' error' : ''}`
const withoutRepeats = (states) => states.filter((state, place) => state !== states[place - 1])

/** What a picture says: its letters and tones, and whether an error is beside them. */
const drawn = (rule) =>
  drawings[`rule-${rule}`].screen.map(({ says, tone }) => {
    const data = /^[ABC]\b/.exec(says)?.[0] ?? 'nothing'
    return `${data} ${tone}${says.includes('error') ? ' error' : ''}`
  })

test('rule 1: one flight', async () => {
  const { manager, requests, register, show, answer, seen } = stage()
  register()
  register()
  register()
  show()
  await flush()
  expect(requests).toHaveLength(1)
  void manager.invalidate('key')
  void manager.invalidate('key')
  await flush()
  expect(requests).toHaveLength(2)
  await answer(0, 'A')
  await answer(1, 'B')
  expect(requests).toHaveLength(2)
  expect(seen()).toEqual(drawn(1))
})

test('rule 2: monotonic reads', async () => {
  const { manager, requests, register, show, answer, seen } = stage()
  register()
  await answer(0, 'A')
  show()
  void manager.refresh('key')
  await flush()
  void manager.invalidate('key')
  await flush()
  expect(requests).toHaveLength(3)
  await answer(2, 'B')
  await answer(1, 'A')
  expect(seen()).toEqual(drawn(2))
})

test('rule 3: read your writes', async () => {
  const { manager, requests, register, show, answer, seen } = stage()
  register()
  await answer(0, 'A')
  show()
  void manager.refresh('key')
  await flush()
  const save = deferred()
  const saved = manager.mutate(() => save.promise, {
    invalidates: ['key'],
    optimistic: [{ key: 'key', update: () => 'B' }],
  })
  await flush()
  save.resolve('B')
  await saved
  await flush()
  expect(requests).toHaveLength(3)
  await answer(1, 'A')
  await answer(2, 'B')
  expect(seen()).toEqual(drawn(3))
})

test('rule 4: durable invalidation', async () => {
  const { environment, manager, requests, register, show, answer, seen } = stage({ interval: 0, ttl: 60_000 })
  register()
  await answer(0, 'A')
  show()
  environment.set({ online: false })
  const report = await manager.invalidate('key')
  expect(report.skipped).toEqual(['key'])
  expect(requests).toHaveLength(1)
  environment.set({ online: true })
  await flush()
  expect(requests).toHaveLength(2)
  await answer(1, 'B')
  expect(seen()).toEqual(drawn(4))
})

test('rule 5: no freshness beyond the server’s word', async () => {
  const clock = fakeClock()
  const manager = new DataSyncManager({
    clock,
    environment: fixedEnvironment({ visible: true, online: true }),
  })
  const answer = deferred()
  const seen = []
  const headers = { 'cache-control': 'max-age=60', age: '20', 'content-type': 'application/json' }
  seen.push(shownAs(manager.getSnapshot('key')))
  manager.subscribe('key', (snapshot) => seen.push(shownAs(snapshot)))
  manager.register(
    httpResource('https://a.example/', { key: 'key', ttl: 'http', transport: () => answer.promise, clock }),
  )
  await clock.advance(5_000)
  answer.resolve(new Response('"A"', { headers }))
  await clock.advance(0)
  for (let turn = 0; turn < 50 && !manager.getSnapshot('key').data; turn++) await new Promise(setImmediate)
  expect(manager.getSnapshot('key').expiresAt - clock.now()).toBe(35_000)
  await clock.advance(34_999)
  expect(manager.getSnapshot('key').freshness).toBe('fresh')
  await clock.advance(1)
  expect(withoutRepeats(seen)).toEqual(drawn(5))
})

test('rule 6: one announcement', async () => {
  const { manager, register, show, answer, seen } = stage()
  register()
  await answer(0, 'A')
  void manager.invalidate('key')
  await flush()
  show()
  const told = []
  const note = (what) => told.push(`${what}: ${shownAs(manager.getSnapshot('key'))}`)
  manager.on('success', () => note('event'))
  manager.subscribe('key', () => note('subscriber'))
  await answer(1, 'B')
  expect(told).toEqual(['event: B fresh', 'subscriber: B fresh'])
  expect(seen()).toEqual(drawn(6))
})

test('rule 7: errors keep data', async () => {
  const { clock, requests, register, show, answer, seen } = stage({ ttl: 65_000 })
  register()
  await answer(0, 'A')
  show()
  await clock.advance(60_000)
  await answer(1, new Error('503'))
  while (requests.length < 3) await clock.advance(1_000)
  await answer(2, 'B')
  expect(seen()).toEqual(drawn(7))
})

test('rule 8: polling survives', async () => {
  const { clock, requests, register, show, answer, seen } = stage({ interval: 15_000, ttl: 15_000 })
  const started = []
  const note = () => started.push(clock.now())
  register()
  await answer(0, 'A')
  note()
  show()
  await clock.advance(15_000)
  note()
  await answer(1, new Error('500'))
  while (requests.length < 3) await clock.advance(100)
  note()
  await answer(2, 'B')
  while (requests.length < 4) await clock.advance(100)
  note()
  await answer(3, 'C')
  const gaps = started.slice(1).map((time, place) => time - started[place])
  expect(gaps[0]).toBe(15_000)
  expect(gaps[1]).toBeGreaterThan(15_000)
  expect(gaps[2]).toBe(15_000)
  // The picture leaves out that A is stale for the moment before the failed answer.
  expect(seen().filter((state) => state !== 'A stale' && state !== 'B stale')).toEqual(drawn(8))
})

test('rule 9: quiet when gone', async () => {
  const { clock, manager, requests, register, show, answer, seen } = stage()
  const registration = register()
  await answer(0, 'A')
  const stop = show()
  await clock.advance(60_000)
  expect(requests[1].signal.aborted).toBe(false)
  stop()
  registration.unregister()
  await flush()
  expect(requests[1].signal.aborted).toBe(true)
  expect(clock.pending).toBe(0)
  await clock.advance(600_000)
  expect(requests).toHaveLength(2)
  expect(manager.getStatus()).toEqual([])
  expect([...seen(), 'nothing empty']).toEqual(drawn(9))
})

test('rule 10: a hidden page costs nothing', async () => {
  const { clock, environment, requests, register, show, answer, seen } = stage()
  register()
  await answer(0, 'A')
  show()
  environment.set({ visible: false })
  await clock.advance(190_000)
  expect(requests).toHaveLength(1)
  environment.set({ visible: true })
  await clock.advance(50)
  expect(requests).toHaveLength(2)
  await answer(1, 'B')
  expect(seen()).toEqual(drawn(10))
})
