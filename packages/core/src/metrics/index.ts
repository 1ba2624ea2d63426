/** Metrics of a manager: figures that are collected within bounds, and the trace that they are made of. */
export { collectMetrics } from './collect-metrics'
export type { MetricsCollector } from './collect-metrics'
export type { Figures, Saving } from './figures'
export type { Spread } from './histogram'
export type {
  MeasuredFigures,
  MetricsOptions,
  MetricsReport,
  MetricsSample,
  ReportCause,
} from './metrics-options'
export type { SpreadName } from './tally'
export type { ReadBy, ReadHow } from '../sync'
export { traceManager } from './trace-manager'
export type { TraceListener } from './tracer'
export type {
  BeganRecord,
  DisposedRecord,
  EndedRecord,
  InvalidatedRecord,
  MutationRecord,
  ReadRecord,
  RunOutcome,
  ShownRecord,
  TraceMoment,
  TraceOfKey,
  TraceRecord,
} from './trace-record'
