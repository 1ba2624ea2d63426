/** What the specs of metrics share: a manager on a fake clock with a collector, and answers of a known size. */
import { DataSyncManager, fetchFresh, fixedEnvironment, type DataSyncManagerOptions } from '@freshline/core'
import {
  collectMetrics,
  traceManager,
  type MetricsOptions,
  type MetricsReport,
  type TraceRecord,
} from '@freshline/core/metrics'
import { fakeClock } from '@freshline/test-utils'

/** A manager that is measured. */
export function measured(options: DataSyncManagerOptions = {}, metrics: MetricsOptions = {}) {
  const clock = fakeClock()
  const environment = fixedEnvironment()
  const failures: [error: unknown, where: string][] = []
  const manager = new DataSyncManager({
    clock,
    environment,
    report: (error, where) => failures.push([error, where]),
    ...options,
  })
  const records: TraceRecord[] = []
  traceManager(manager, (record) => records.push(record))
  const collector = collectMetrics(manager, metrics)
  /** The figures since the beginning. */
  const total = () => collector.report().total
  return { clock, environment, manager, collector, total, records, failures }
}

/** Records of one type. */
export function ofType<T extends TraceRecord['type']>(records: readonly TraceRecord[], type: T) {
  return records.filter((record): record is Extract<TraceRecord, { type: T }> => record.type === type)
}

/** A fetcher by `fetchFresh` whose server answers bodies in turn; a text is a body, a number a status. */
export function served(answers: (string | number)[], headers: Record<string, string> = {}) {
  const sent: RequestInit[] = []
  const transport = async (_input: string | URL, init?: RequestInit) => {
    sent.push(init ?? {})
    const answer = answers.length > 1 ? answers.shift() : answers[0]
    if (typeof answer === 'number') return new Response(null, { status: answer, headers })
    const length = String(new Blob([answer ?? '']).size)
    return new Response(answer, {
      headers: { 'content-type': 'application/json', 'content-length': length, ...headers },
    })
  }
  const fetcher = (context: Parameters<typeof fetchFresh>[1]) =>
    fetchFresh('https://example.test/data', { ...context, transport, retry: 0 })
  return { fetcher, sent }
}

/** What a report holds of keys, without the manager's own. */
export const keysOf = (report: MetricsReport) => Object.keys(report.keys)
