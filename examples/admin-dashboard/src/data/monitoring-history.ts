/** What the page has heard of the server lately, for the charts. It outlives the section, not the page. */
import type { ApiMetricsReport, MetricsReport, StatusReport } from '@freshline/example-server/api-types'
import type { DataSyncManager, SyncEvent } from '@freshline/core'
import { hashKey } from '@freshline/core'
import { metrics, routes, status } from './monitoring'
import { intervals } from './pace'
import { grown, remember, type Layout, type Sample } from './slots'
import { kinds, sumOutcomes, type Outcomes } from './outcomes'

/** Ten minutes, at the usual pace. */
export const layout: Layout = { slot: intervals.monitoring, count: 60 }

/** A summary, when it came. */
export interface StatusSample extends Sample {
  readonly report: StatusReport
}

/** The process, when it was asked. */
export interface MetricsSample extends Sample {
  readonly report: MetricsReport
}

/** Answers since the sample before. */
export interface TrafficSample extends Sample {
  /** Since the server's start. */
  readonly total: Outcomes
  /** Since the sample before; undefined for the first one. */
  readonly grown: Outcomes | undefined
}

/** Samples by kind, oldest first. */
export interface History {
  readonly status: readonly StatusSample[]
  readonly metrics: readonly MetricsSample[]
  readonly traffic: readonly TrafficSample[]
}

/** What the charts follow. */
export interface HistoryStore {
  subscribe(listener: () => void): () => void
  getSnapshot(): History
  dispose(): void
}

const readers: Readonly<Record<string, (history: History, at: number, data: unknown) => History>> = {
  [hashKey(status.key)]: (history, at, data) => ({
    ...history,
    status: remember(history.status, { at, report: data as StatusReport }, layout),
  }),
  [hashKey(metrics.key)]: (history, at, data) => ({
    ...history,
    metrics: remember(history.metrics, { at, report: data as MetricsReport }, layout),
  }),
  [hashKey(routes.key)]: (history, at, data) => ({
    ...history,
    traffic: remember(history.traffic, toTraffic(history, at, data as ApiMetricsReport), layout),
  }),
}

/** Follows a manager. */
export function createHistory(manager: Pick<DataSyncManager, 'on'>): HistoryStore {
  const listeners = new Set<() => void>()
  let history: History = { status: [], metrics: [], traffic: [] }
  const hear = ({ key = '', at, snapshot }: SyncEvent) => {
    const read = readers[key]
    if (read === undefined || snapshot?.data === undefined) return
    history = read(history, at, snapshot.data)
    for (const listener of listeners) listener()
  }
  const offs = [manager.on('success', hear), manager.on('unchanged', hear)]
  return {
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    getSnapshot: () => history,
    dispose: () => offs.forEach((off) => off()),
  }
}

function toTraffic({ traffic }: History, at: number, report: ApiMetricsReport): TrafficSample {
  const total = sumOutcomes(report.routes)
  const before = traffic.at(-1)
  if (before === undefined) return { at, total, grown: undefined }
  // As long as nobody looked, answers were counted by nobody's time: they belong to no slot.
  if (at - before.at > layout.slot * 2.5) return { at, total, grown: undefined }
  const since = Object.fromEntries(
    kinds.map((kind) => [kind, grown(before.total[kind], total[kind])]),
  ) as Record<keyof Outcomes, number>
  return { at, total, grown: since }
}
