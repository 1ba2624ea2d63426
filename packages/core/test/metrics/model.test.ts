// I3: random histories, counted by the collector and by a naive reference that keeps everything.
import { DataSyncManager, fetchFresh, fixedEnvironment, HttpError, type FetchContext } from '@freshline/core'
import { collectMetrics, type Figures, type MetricsReport, type Spread } from '@freshline/core/metrics'
import { fakeClock, flush, seeded } from '@freshline/test-utils'
import { describe, expect, it } from 'vitest'
import { exactly, Reference } from './reference'

const KEYS = ['a', 'b', 'c', 'd'] as const

/** One key on a page: registrations, watchers, and what its server holds. */
interface Place {
  readonly key: string
  readonly registrations: (() => void)[]
  readonly watchers: (() => void)[]
  version: number
  isPaused: boolean
}

/** A random history of a page, and its figures. */
async function history(seed: number, steps: number) {
  const chance = seeded(seed)
  const clock = fakeClock()
  const environment = fixedEnvironment()
  const manager = new DataSyncManager({ clock, environment, maxConcurrent: 100, report: () => {} })
  const reference = new Reference(manager, clock)
  const collector = collectMetrics(manager, { maxKeys: 2, windowMs: 2 ** 30 })
  const page = { visible: true, online: true, paused: false }
  const places = KEYS.map((key): Place => ({
    key,
    registrations: [],
    watchers: [],
    version: 1,
    isPaused: false,
  }))

  const look = () => reference.look(page.visible && page.online && !page.paused)
  const back = () => {
    page.visible = page.online = true
    page.paused = false
    look()
    environment.set({ visible: true, online: true })
    manager.resume()
  }
  const bodyOf = (version: number) => JSON.stringify({ version, fill: 'x'.repeat(version % 50) })
  const fetcherOf = (place: Place) => (context: FetchContext) => {
    reference.sent++
    const { version } = place
    const body = bodyOf(version)
    const delay = chance.whole(0, 400)
    const fails = chance.percent(15)
    const transport = async (_: string | URL, init: RequestInit = {}) => {
      await new Promise<void>((resolve) => clock.schedule(resolve, delay))
      if (fails) throw new HttpError('no', { status: 500, headers: new Headers() })
      const tag = new Headers(init.headers).get('if-none-match')
      const isKnown = tag === `"${version}"`
      if (!context.signal.aborted) {
        if (isKnown) reference.savedBytes += body.length
        else reference.receivedBytes += body.length
      }
      const headers = { etag: `"${version}"`, 'content-type': 'application/json' }
      return isKnown
        ? new Response(null, { status: 304, headers })
        : new Response(body, { headers: { ...headers, 'content-length': String(body.length) } })
    }
    return fetchFresh('https://example.test/', { ...context, transport, clock, retry: 0 })
  }
  const isAwaited = ({ registrations, watchers, isPaused }: Place) =>
    registrations.length > 0 && watchers.length > 0 && !isPaused
  const changed = (place: Place, at: number) => {
    if (isAwaited(place)) reference.changed(place.key, at)
  }

  const acts: (() => Promise<void> | void)[] = [
    function register() {
      const place = chance.pick(places)
      reference.read(place.key)
      const options = { ttl: Infinity, retry: 0, ...(chance.percent(50) && { interval: 3000 }) }
      const { unregister } = manager.register(place.key, fetcherOf(place), options)
      place.registrations.push(unregister)
    },
    function unregister() {
      const place = chance.pick(places)
      place.registrations.pop()?.()
      if (place.registrations.length > 0) return
      reference.dropped(place.key)
      if (place.watchers.length === 0) place.isPaused = false
    },
    function watch() {
      const place = chance.pick(places)
      if (place.registrations.length > 0 && place.watchers.length < 2)
        place.watchers.push(manager.subscribe(place.key, (snapshot) => reference.told(snapshot)))
    },
    function prefetch() {
      const place = chance.pick(places)
      if (place.registrations.length === 0) return
      reference.read(place.key)
      void manager.prefetch({ key: place.key, fetcher: fetcherOf(place), ttl: Infinity })
    },
    function refresh() {
      void manager.refresh(chance.pick(places).key)
    },
    function invalidate() {
      const chosen = chance.percent(30) ? places : [chance.pick(places)]
      for (const place of chosen) changed(place, clock.monotonic())
      void manager.invalidate({ keys: chosen.map(({ key }) => key) })
    },
    async function mutate() {
      const place = chance.pick(places)
      const failure = chance.percent(20)
      await clock.advance(0)
      const done = manager.mutate(
        () =>
          new Promise<void>((resolve, reject) => {
            clock.schedule(() => {
              place.version++
              changed(place, clock.monotonic())
              if (failure) reject(new Error('line broke'))
              else resolve()
            }, 40)
          }),
        { invalidates: [place.key] },
      )
      done.then(
        () => reference.succeeded++,
        () => reference.failed++,
      )
      await clock.advance(40)
    },
    function serverMoves() {
      chance.pick(places).version++
    },
    function setData() {
      const place = chance.pick(places)
      if (place.registrations.length > 0) manager.setData(place.key, { by: 'hand' })
    },
    function hideOrShow() {
      page.visible = !page.visible
      look()
      environment.set({ visible: page.visible })
    },
    function network() {
      page.online = !page.online
      look()
      environment.set({ online: page.online })
    },
    function switchAll() {
      page.paused = !page.paused
      look()
      manager[page.paused ? 'pause' : 'resume']()
    },
    function switchOne() {
      const place = chance.pick(places)
      if (place.registrations.length === 0) return
      place.isPaused = !place.isPaused
      if (place.isPaused) reference.dropped(place.key)
      manager[place.isPaused ? 'pause' : 'resume'](place.key)
    },
  ]
  /** What happens often; what keeps everything waiting is over soon. */
  const [register, , watch, , , invalidate, mutate] = acts
  const often = [...acts, register, register, watch, watch, invalidate, invalidate, mutate]
  for (let step = 0; step < steps; step++) {
    if (chance.percent(30)) back()
    await (chance.pick(often) ?? look)()
    await flush()
    if (chance.percent(60)) await clock.advance(chance.whole(1, 1500))
  }
  // What is under way comes to an end, so that every figure is known.
  back()
  await clock.advance(1000)
  const report = collector.report()
  const counters = manager.metrics()
  collector.stop()
  manager.dispose()
  return { report, counters, reference }
}

/** A spread against the exact one. */
function expectSpread(spread: Spread, values: readonly number[]): void {
  const exact = exactly(values)
  expect(spread.count).toBe(exact.count)
  expect(spread.max).toBe(exact.max)
  expect(spread.mean ?? 0).toBeCloseTo(exact.mean ?? 0, 6)
  for (const name of ['p50', 'p95', 'p99'] as const) {
    const wanted = exact[name] ?? 0
    expect(Math.abs((spread[name] ?? 0) - wanted)).toBeLessThanOrEqual(wanted * 0.02)
  }
}

/** Every number of figures, by its path; spreads left out. */
function numbersOf(figures: object, path = ''): [string, number][] {
  return Object.entries(figures).flatMap(([name, value]: [string, unknown]) => {
    if (typeof value === 'object' && value !== null)
      return 'p95' in value ? [] : numbersOf(value, `${path}${name}.`)
    return typeof value === 'number' && !/(ratio|rate)$/i.test(name)
      ? [[`${path}${name}`, value] as [string, number]]
      : []
  })
}

/** What is counted by key adds up to what is counted of the manager. */
function expectSums(report: MetricsReport): void {
  const parts: Figures[] = [
    ...Object.values(report.keys),
    ...(report.otherKeys ? [report.otherKeys] : []),
  ].map(({ total }) => total)
  const sums = new Map<string, number>()
  for (const part of parts)
    for (const [name, value] of numbersOf(part)) sums.set(name, (sums.get(name) ?? 0) + value)
  for (const [name, value] of numbersOf(report.total))
    if (!name.startsWith('mutations')) expect([name, sums.get(name) ?? 0]).toEqual([name, value])
}

async function check(seed: number, steps: number): Promise<MetricsReport> {
  const { report, counters, reference } = await history(seed, steps)
  const { total } = report
  expect(total.reads.total).toBe(reference.reads)
  expectSpread(total.ageAtRead, reference.ages)
  expectSpread(total.changeToScreen, reference.waits)
  expect(total.invalidated).toBe(reference.invalidated)
  expect(total.mutations).toEqual({ succeeded: reference.succeeded, failed: reference.failed })
  expect(total.requests.sent).toBe(reference.sent)
  expect(total.bytes.received).toBe(reference.receivedBytes)
  expect(total.saved.notModified.bytes).toBe(reference.savedBytes)
  const { requests } = total
  expect({ ...counters, unchanged: requests.unchanged + requests.notModified }).toMatchObject({
    requests: requests.sent,
    retries: requests.repeated,
    changed: requests.changed,
    unchanged: counters.unchanged,
    failed: requests.failed,
  })
  expect(total.saved.joined.requests).toBe(counters.joined)
  expect(report.window).toEqual(total)
  expectSums(report)
  return report
}

describe('I3 the collector and a reference that keeps everything', () => {
  it.each([1, 2, 3, 4])(
    'agree on every figure of random histories (%i of 4)',
    { timeout: 120_000 },
    async (part) => {
      let waits = 0
      let reads = 0
      for (let seed = part * 1000; seed < part * 1000 + 60; seed++) {
        try {
          const { total } = await check(seed, 60)
          waits += total.changeToScreen.count
          reads += total.ageAtRead.count
        } catch (error) {
          throw new Error(`seed ${seed}: ${String(error)}`, { cause: error })
        }
      }
      // The histories are worth the name.
      expect(waits).toBeGreaterThan(100)
      expect(reads).toBeGreaterThan(200)
    },
  )
})
