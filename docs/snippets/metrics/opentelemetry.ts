import type { Meter } from '@opentelemetry/api'
import type { DataSyncManager } from '@freshline/core'
import { collectMetrics, type SpreadName } from '@freshline/core/metrics'

/** Tells a meter what a manager does: `exportMetrics(metrics.getMeter('freshline'), dataSyncManager)`. Answers how to stop. */
export function exportMetrics(meter: Meter, manager: DataSyncManager): () => void {
  // Durations are seconds in OpenTelemetry. A histogram is told each one.
  const seconds = (name: string, description: string) =>
    meter.createHistogram(name, {
      unit: 's',
      description,
      advice: { explicitBucketBoundaries: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900] },
    })
  const histograms = {
    ageAtRead: seconds('freshline.read.age', 'How old data was when it was read'),
    changeToScreen: seconds('freshline.change.duration', 'From a change until watchers saw it'),
    requestTime: seconds('freshline.request.duration', 'How long requests took, repetitions included'),
  } satisfies Record<SpreadName, unknown>
  const metrics = collectMetrics(manager, {
    onSample: ({ name, value }) => histograms[name].record(value / 1000),
  })

  // Counters are read when the meter is: they are sums since the collector began.
  const counter = (name: string, unit: string, description: string) =>
    meter.createObservableCounter(name, { unit, description })
  const reads = counter('freshline.read.count', '{read}', 'Reads, by how they were answered')
  const requests = counter('freshline.request.count', '{request}', 'Requests, by what became of them')
  const saved = counter('freshline.request.saved', '{request}', 'Requests that were not made, by why')
  const received = counter('freshline.response.size', 'By', 'Bodies of answers, where the size is known')
  const spared = counter('freshline.response.saved', 'By', 'Bodies that were not sent, by why')
  const observables = [reads, requests, saved, received, spared]

  const observe: Parameters<Meter['addBatchObservableCallback']>[0] = (result) => {
    const { total } = metrics.report({ keys: false })
    for (const how of ['held', 'joined', 'asked'] as const)
      result.observe(reads, total.reads[how], { 'freshline.read.result': how })
    for (const outcome of ['changed', 'unchanged', 'notModified', 'failed', 'superseded', 'aborted'] as const)
      result.observe(requests, total.requests[outcome], { 'freshline.request.outcome': outcome })
    for (const by of ['held', 'joined', 'notModified'] as const) {
      result.observe(saved, total.saved[by].requests, { 'freshline.saved.by': by })
      result.observe(spared, total.saved[by].bytes, { 'freshline.saved.by': by })
    }
    result.observe(received, total.bytes.received)
  }
  meter.addBatchObservableCallback(observe, observables)
  return () => {
    meter.removeBatchObservableCallback(observe, observables)
    metrics.stop()
  }
}
