// I3: reports: when they are made, that the last one is not lost, and that nothing is left behind.
import { DataSyncManager, type OptionError } from '@freshline/core'
import { collectMetrics, traceManager, type MetricsReport, type MetricsSample } from '@freshline/core/metrics'
import { flush } from '@freshline/test-utils'
import { describe, expect, it, vi } from 'vitest'
import { measured } from './metrics-support'

function reporting(options: Parameters<typeof measured>[1] = {}) {
  const reports: [cause: string, report: MetricsReport][] = []
  const page = measured({}, { onReport: (report, cause) => reports.push([cause, report]), ...options })
  /** The causes since the last call. */
  const causes = () => reports.splice(0).map(([cause]) => cause)
  return { ...page, reports, causes }
}

describe('I3 onReport', () => {
  it('is told at an interval, while something happens', async () => {
    const { manager, clock, causes } = reporting()
    await clock.advance(120_000)
    expect(causes()).toEqual([])
    manager.register('k', async () => 1, { interval: 45_000 })
    await clock.advance(60_000)
    expect(causes()).toEqual(['interval'])
    await clock.advance(120_000)
    expect(causes()).toEqual(['interval', 'interval'])
  })

  it('is told at once when the page is hidden, and again when something happened since: each may be the last', async () => {
    const { manager, clock, environment, reports, causes } = reporting()
    manager.register('k', async () => 1, { interval: 10_000, hiddenInterval: 50_000 })
    await clock.advance(10_000)
    environment.set({ visible: false })
    expect(reports.at(-1)?.[1].total.requests.sent).toBe(2)
    expect(causes()).toEqual(['hidden'])
    environment.set({ visible: false })
    expect(causes()).toEqual([])
    await clock.advance(300_000)
    expect(causes()).toEqual([])
    environment.set({})
    expect(causes()).toEqual(['hidden'])
  })

  it('a hidden page has no timer for it; a page that is back goes on', async () => {
    const { manager, clock, environment, causes } = reporting()
    manager.register('k', async () => 1, { ttl: Infinity }).unregister()
    await flush()
    environment.set({ visible: false })
    expect(clock.pending).toBe(0)
    causes()
    environment.set({ visible: true })
    expect(clock.pending).toBe(1)
    manager.register('k', async () => 1, { ttl: Infinity })
    await clock.advance(60_000)
    expect(causes()).toEqual(['interval'])
  })

  it('stop tells the last of it, once; from then on nothing is left', async () => {
    const { manager, clock, environment, collector, causes } = reporting()
    manager.register('k', async () => 1, { interval: 10_000 })
    await flush()
    collector.stop()
    collector.stop()
    expect(causes()).toEqual(['stopped'])
    const before = collector.report().total
    await clock.advance(120_000)
    environment.set({ visible: false })
    expect(causes()).toEqual([])
    expect(collector.report().total).toEqual(before)
    manager.dispose()
    expect(clock.pending).toBe(0)
  })

  it('a manager that is disposed of ends it as stop does', async () => {
    const { manager, clock, reports, environment, causes } = reporting()
    manager.register('k', () => new Promise(() => {}))
    await flush()
    manager.dispose()
    expect(reports.map(([cause, { total }]) => [cause, total.requests.aborted])).toEqual([['stopped', 1]])
    expect(clock.pending).toBe(0)
    causes()
    environment.set({ visible: false })
    expect(causes()).toEqual([])
  })

  it('one that throws is reported, and told again', async () => {
    const onReport = vi.fn(() => {
      throw new Error('no beacon')
    })
    const { manager, clock, failures } = measured({}, { onReport })
    manager.register('k', async () => 1, { interval: 10_000 })
    await clock.advance(120_000)
    expect(onReport).toHaveBeenCalledTimes(2)
    expect(failures.map(([error, where]) => `${where}: ${String(error)}`)).toEqual([
      'onReport: Error: no beacon',
      'onReport: Error: no beacon',
    ])
  })

  it('leaves the keys out, unless they are asked for, so that a beacon takes it', async () => {
    const one = reporting()
    const other = reporting({ reportKeys: true })
    for (const { manager, collector } of [one, other]) {
      for (let n = 0; n < 100; n++) manager.register(`k${n}`, async () => n)
      await flush()
      collector.stop()
    }
    const [, small] = one.reports[0] ?? []
    expect(Object.keys(small?.keys ?? {})).toEqual([])
    expect(JSON.stringify(small).length).toBeLessThan(4000)
    expect(Object.keys(other.reports[0]?.[1].keys ?? {})).toHaveLength(50)
  })
})

describe('I3 onSample', () => {
  it('is told each duration with its key; one that throws harms nothing', async () => {
    const samples: MetricsSample[] = []
    const { manager, clock, collector, failures } = measured(
      {},
      {
        onSample(sample) {
          samples.push(sample)
          throw new Error('full')
        },
      },
    )
    manager.register('k', async () => 1, { ttl: 60_000 })
    await flush()
    await clock.advance(500)
    manager.register('k', async () => 1, { ttl: 60_000 })
    expect(samples).toEqual([
      { name: 'requestTime', value: 0, key: 'k' },
      { name: 'ageAtRead', value: 500, key: 'k' },
    ])
    expect(failures).toHaveLength(2)
    expect(collector.report().total.ageAtRead.count).toBe(1)
  })
})

describe('I3 collecting', () => {
  it('starts no timer, and leaves no listener behind', () => {
    const { clock, manager, collector } = measured()
    expect(clock.pending).toBe(0)
    collector.stop()
    manager.dispose()
    expect(clock.pending).toBe(0)
  })

  it('of a manager that is gone is empty, and quiet', async () => {
    const onReport = vi.fn()
    const { manager, clock } = measured()
    manager.dispose()
    const { report, stop } = collectMetrics(manager, { onReport })
    expect(report().total.requests.sent).toBe(0)
    await clock.advance(120_000)
    stop()
    expect(onReport).not.toHaveBeenCalled()
    expect(clock.pending).toBe(0)
  })

  it('of a manager that was disposed of already starts nothing', () => {
    const { clock, environment, manager } = measured()
    manager.dispose()
    const subscribe = vi.spyOn(environment, 'subscribe')
    collectMetrics(manager, { onReport: () => {} }).stop()
    collectMetrics(manager, { onReport: () => {} })
    expect([clock.pending, subscribe.mock.calls.length]).toEqual([0, 0])
  })

  it.each([
    ['windowMs', { windowMs: 0 }],
    ['windowMs', { windowMs: NaN }],
    ['reportEvery', { reportEvery: 10 }],
    ['reportEvery', { reportEvery: 2 ** 31 }],
    ['maxKeys', { maxKeys: -1 }],
    ['onReport', { onReport: 'no' as never }],
    ['onSample', { onSample: {} as never }],
  ])('refuses a %s that has no meaning', (option, options) => {
    const manager = new DataSyncManager()
    expect(() => collectMetrics(manager, options)).toThrow(
      expect.objectContaining({
        code: 'invalid_option',
        message: expect.stringContaining(option),
      }) as OptionError,
    )
  })

  it('refuses what is no manager', () => {
    for (const none of [undefined, {}, 'manager']) {
      expect(() => collectMetrics(none as never)).toThrow(expect.objectContaining({ code: 'invalid_option' }))
      expect(() => traceManager(none as never, () => {})).toThrow(
        expect.objectContaining({ code: 'invalid_option' }),
      )
    }
  })
})
