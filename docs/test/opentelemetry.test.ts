// The OpenTelemetry recipe of docs/metrics.md, fed to the real SDK: what a back end would get.
import { DataSyncManager, fixedEnvironment } from '@freshline/core'
import { fakeClock, flush } from '@freshline/test-utils'
import {
  AggregationTemporality,
  DataPointType,
  MeterProvider,
  MetricReader,
  type MetricData,
} from '@opentelemetry/sdk-metrics'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { exportMetrics } from '../snippets/metrics/opentelemetry'

/** A reader that is read when the test asks, and nothing else. */
class Reader extends MetricReader {
  constructor() {
    super({ aggregationTemporalitySelector: () => AggregationTemporality.CUMULATIVE })
  }
  protected async onForceFlush(): Promise<void> {}
  protected async onShutdown(): Promise<void> {}

  async read(): Promise<Map<string, MetricData>> {
    const { resourceMetrics, errors } = await this.collect()
    if (errors.length > 0) throw new AggregateError(errors, 'the meter could not be read')
    const all = resourceMetrics.scopeMetrics.flatMap(({ metrics }) => metrics)
    return new Map(all.map((metric) => [metric.descriptor.name, metric]))
  }
}

let reader: Reader
let provider: MeterProvider

beforeEach(() => {
  reader = new Reader()
  provider = new MeterProvider({ readers: [reader] })
})
afterEach(() => provider.shutdown())

/** The points of a counter, by their one attribute. */
function sums(metric: MetricData | undefined): Record<string, number> {
  if (metric?.dataPointType !== DataPointType.SUM) throw new Error('no counter')
  expect(metric.isMonotonic).toBe(true)
  return Object.fromEntries(
    metric.dataPoints.map(({ attributes, value }) => [String(Object.values(attributes)[0] ?? ''), value]),
  )
}

function spread(metric: MetricData | undefined) {
  if (metric?.dataPointType !== DataPointType.HISTOGRAM) throw new Error('no histogram')
  const [point] = metric.dataPoints
  return { count: point?.value.count, sum: point?.value.sum, unit: metric.descriptor.unit }
}

function page() {
  const clock = fakeClock()
  const manager = new DataSyncManager({ clock, environment: fixedEnvironment(), report: () => {} })
  return { clock, manager }
}

describe('I3 the OpenTelemetry recipe', () => {
  it('counters and histograms of the SDK hold what the manager did', async () => {
    const { clock, manager } = page()
    exportMetrics(provider.getMeter('freshline'), manager)
    const ask = () => new Promise((resolve) => clock.schedule(() => resolve(1), 200))
    manager.register('k', ask, { ttl: 60_000 })
    manager.subscribe('k', () => {})
    await clock.advance(200)
    await clock.advance(1000)
    manager.register('k', ask, { ttl: 60_000 })
    void manager.invalidate('k')
    await clock.advance(200)
    manager.register('bad', () => Promise.reject(new Error('no')), { retry: 0 })
    await flush()

    const read = await reader.read()
    expect(sums(read.get('freshline.read.count'))).toEqual({ held: 1, joined: 0, asked: 2 })
    expect(sums(read.get('freshline.request.count'))).toEqual({
      changed: 1,
      unchanged: 1,
      notModified: 0,
      failed: 1,
      superseded: 0,
      aborted: 0,
    })
    expect(sums(read.get('freshline.request.saved'))).toEqual({ held: 1, joined: 0, notModified: 0 })
    expect(spread(read.get('freshline.read.age'))).toEqual({ count: 1, sum: 1, unit: 's' })
    expect(spread(read.get('freshline.change.duration'))).toEqual({ count: 1, sum: 0.2, unit: 's' })
    expect(spread(read.get('freshline.request.duration'))).toMatchObject({ count: 3, sum: 0.4, unit: 's' })
    manager.dispose()
  })

  it('names and units follow the conventions: lower case, dots, none is the beginning of another', async () => {
    const { clock, manager } = page()
    exportMetrics(provider.getMeter('freshline'), manager)
    manager.register('k', async () => 1, { interval: 1000 })
    manager.subscribe('k', () => {})
    await clock.advance(1000)
    void manager.invalidate('k')
    await clock.advance(1000)
    manager.register('k', async () => 1)
    const metrics = [...(await reader.read()).values()].map(({ descriptor }) => descriptor)
    expect(metrics).toHaveLength(8)
    for (const { name, unit, description } of metrics) {
      expect(name).toMatch(/^freshline(\.[a-z]+)+$/)
      expect(['s', 'By', '{read}', '{request}']).toContain(unit)
      expect(description).not.toBe('')
      expect(metrics.filter((other) => other.name.startsWith(`${name}.`))).toEqual([])
    }
    manager.dispose()
  })

  it('stops with what it answers: the meter reads nothing more, the manager is not traced', async () => {
    const { manager } = page()
    const stop = exportMetrics(provider.getMeter('freshline'), manager)
    manager.register('k', async () => 1)
    await flush()
    await reader.read()
    stop()
    manager.register('other', async () => 1)
    await flush()
    const read = await reader.read()
    expect(spread(read.get('freshline.request.duration')).count).toBe(1)
    // A cumulative reader goes on telling the last sums.
    expect(sums(read.get('freshline.read.count'))).toEqual({ held: 0, joined: 0, asked: 1 })
    manager.dispose()
  })
})
