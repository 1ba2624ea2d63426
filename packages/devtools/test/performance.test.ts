// I4: user timing entries, on tracks of their own.
import { DataSyncManager, fixedEnvironment, type OptionError } from '@freshline/core'
import { deferred, fakeClock, flush } from '@freshline/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { trackPerformance, type PerformanceTrackOptions } from '../src'

interface Written {
  readonly name: string
  readonly start: number
  readonly end?: number
  readonly devtools: Record<string, unknown> & { readonly properties: readonly [string, string][] }
}

/** A timeline that keeps what is written, as the platform's does. */
function timeline(clock: { monotonic(): number }) {
  let measures: Written[] = []
  let marks: Written[] = []
  const target = {
    now: () => clock.monotonic(),
    measure(name: string, { start = 0, end = 0, detail }: { start?: number; end?: number; detail?: never }) {
      if (end < start) throw new SyntaxError('ends before it begins')
      const { devtools } = structuredClone(detail as unknown as { devtools: Written['devtools'] })
      measures.push({ name, start, end, devtools })
      return { name, detail } as unknown as PerformanceMeasure
    },
    mark(name: string, { startTime = 0, detail }: { startTime?: number; detail?: never }) {
      const { devtools } = structuredClone(detail as unknown as { devtools: Written['devtools'] })
      marks.push({ name, start: startTime, devtools })
      return { name, detail } as unknown as PerformanceMark
    },
    clearMeasures: (name?: string) => void (measures = measures.filter((each) => each.name !== name)),
    clearMarks: (name?: string) => void (marks = marks.filter((each) => each.name !== name)),
  } as unknown as Performance
  return {
    target,
    all: () => [...measures, ...marks],
    /** Entries of one track, by label, without the sign that tells them apart. */
    on: (track: string) => measures.filter((each) => each.devtools['track'] === track),
    marks: () => marks,
  }
}

const labelOf = ({ name }: Written) => name.replace(/ · Freshline \d+$/, '')

function page(options: PerformanceTrackOptions = {}) {
  const clock = fakeClock()
  const environment = fixedEnvironment()
  const failures: unknown[] = []
  const manager = new DataSyncManager({ clock, environment, report: (error) => failures.push(error) })
  const written = timeline(clock)
  const off = trackPerformance(manager, { performance: written.target, ...options })
  const ask =
    (value: unknown, ms = 100) =>
    () =>
      new Promise((resolve) => clock.schedule(() => resolve(value), ms))
  return { clock, environment, manager, off, ask, failures, ...written }
}

afterEach(() => vi.restoreAllMocks())

describe('I4 trackPerformance', () => {
  it('writes each request on a track of its own: from its start to its end, with why and what became of it', async () => {
    const { clock, manager, ask, on } = page()
    await clock.advance(50)
    manager.register('k', ask({ n: 1 }), { interval: 10_000, version: () => 7 })
    await clock.advance(10_100)
    expect(on('Requests').map((entry) => [labelOf(entry), entry.start, entry.end])).toEqual([
      ['k (registered)', 50, 150],
      ['k (poll)', 10_050, 10_150],
    ])
    expect(on('Requests')[0]?.devtools).toEqual({
      dataType: 'track-entry',
      track: 'Requests',
      trackGroup: 'Freshline',
      color: 'primary',
      tooltipText: 'k: changed, asked because: registered',
      properties: [
        ['Key', 'k'],
        ['Why', 'registered'],
        ['Outcome', 'changed'],
        ['Version', '7'],
      ],
    })
    expect(on('Requests')[1]?.devtools).toMatchObject({ color: 'primary-light' })
  })

  it('a request with repetitions is one entry; a failed one is red and says why', async () => {
    const { clock, manager, on } = page()
    const down = () => Promise.reject(new Error('down'))
    manager.register('k', down, { retry: { limit: 2, delay: () => 100 } })
    await clock.advance(1000)
    expect(on('Requests').map(({ start, end, devtools }) => [start, end, devtools['color']])).toEqual([
      [0, 200, 'error'],
    ])
    expect(on('Requests')[0]?.devtools.properties).toContainEqual(['Attempts', '3'])
    expect(on('Requests')[0]?.devtools.properties).toContainEqual(['Error', 'down'])
  })

  it('writes mutations until they are settled, and waits from the change to the screen', async () => {
    const { clock, manager, ask, on, marks } = page()
    manager.register('k', ask(1), { ttl: Infinity })
    manager.subscribe('k', () => {})
    await clock.advance(1000)
    void manager.mutate(ask('saved', 40), { invalidates: ['k', 'stores:*', { tag: 't' }] })
    await clock.advance(1000)
    expect(on('Mutations').map((entry) => [labelOf(entry), entry.start, entry.end])).toEqual([
      ['mutation of k, stores:*, #t', 1000, 1040],
    ])
    expect(on('Change to screen').map((entry) => [labelOf(entry), entry.start, entry.end])).toEqual([
      ['k', 1040, 1140],
    ])
    expect(marks().map((mark) => [labelOf(mark), mark.start, mark.devtools['dataType']])).toEqual([
      ['invalidated k', 1040, 'marker'],
    ])
    await manager.mutate(() => Promise.reject(new Error('no'))).catch(() => {})
    expect(on('Mutations')[1]?.devtools).toMatchObject({ color: 'error', tooltipText: 'failed: no' })
  })

  it('marks what was invalidated together once', async () => {
    const { manager, ask, marks } = page()
    for (let n = 0; n < 30; n++) manager.register(['stores', n], ask(n))
    void manager.invalidate('stores:*')
    await flush()
    expect(marks().map(labelOf)).toEqual(['invalidated 30 keys'])
    expect(marks()[0]?.devtools.properties[0]?.[1]).toMatch(/^stores:0, .* and 10 more$/)
  })

  it('keeps no more than is allowed, and takes back all of it and nothing else at the end', async () => {
    const { clock, manager, ask, off, all, target } = page({ maxEntries: 3 })
    target.measure('own', { start: 0, end: 1, detail: { devtools: {} } })
    manager.register('k', ask(1), { interval: 1000 })
    await clock.advance(10_500)
    expect(all().map(labelOf)).toEqual(['own', 'k (poll)', 'k (poll)', 'k (poll)'])
    expect(all().at(-1)?.start).toBe(10_000)
    off()
    expect(all().map(labelOf)).toEqual(['own'])
    await clock.advance(5000)
    void manager.invalidate('k')
    await flush()
    expect(all().map(labelOf)).toEqual(['own'])
  })

  it('what is under way when it begins is left out; what ends after it stopped, too', async () => {
    const clock = fakeClock()
    const manager = new DataSyncManager({ clock, environment: fixedEnvironment() })
    const answer = deferred<number>()
    manager.register('before', () => answer.promise)
    const { target, all } = timeline(clock)
    const off = trackPerformance(manager, { performance: target })
    answer.resolve(1)
    await flush()
    manager.register('after', () => new Promise(() => {}))
    off()
    manager.dispose()
    expect(all()).toEqual([])
  })

  it('cuts secrets', async () => {
    const { manager, all } = page({ redact: (line) => line.match(/customer-\w+/g) ?? [] })
    manager.register('license:AB12-CD34-EF56-GH78', () => Promise.reject(new Error('customer-miller')), {
      retry: 0,
    })
    await flush()
    const text = JSON.stringify(all())
    expect(text).toContain('license:')
    expect(text).not.toContain('EF56')
    expect(text).not.toContain('customer-miller')
  })

  it.each([
    ['is missing', undefined],
    [
      'takes options for a name',
      {
        measure: () =>
          void ((): never => {
            throw new SyntaxError('no mark')
          })(),
        mark() {},
        clearMeasures() {},
        now: () => 0,
      },
    ],
    ['keeps no details', { measure: () => undefined, mark() {}, clearMeasures() {}, now: () => 0 }],
  ])('does nothing where measure %s', async (_, performance) => {
    const clock = fakeClock()
    const manager = new DataSyncManager({ clock, environment: fixedEnvironment() })
    vi.stubGlobal('performance', performance)
    try {
      const off = trackPerformance(manager)
      manager.register('k', async () => 1)
      await flush()
      expect(manager.getSnapshot('k').data).toBe(1)
      off()
    } finally {
      vi.unstubAllGlobals()
    }
  })

  it('leaves no trace of having looked whether it can', () => {
    const { all } = page()
    expect(all()).toEqual([])
  })

  it.each([
    ['manager', undefined, {}],
    ['manager', { on() {} }, {}],
    ['options', new DataSyncManager(), null],
    ['name', new DataSyncManager(), { name: '' }],
    ['maxEntries', new DataSyncManager(), { maxEntries: 0.5 }],
    ['redact', new DataSyncManager(), { redact: 'all' }],
  ])('refuses a %s that is none', (option, manager, options) => {
    expect(() => trackPerformance(manager as never, options as never)).toThrow(
      expect.objectContaining({
        code: 'invalid_option',
        message: expect.stringContaining(option),
      }) as OptionError,
    )
  })
})
