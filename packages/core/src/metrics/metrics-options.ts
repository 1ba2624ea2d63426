/** What a collector can be told, and what it reports. */
import type { Figures } from './figures'
import type { SpreadName } from './tally'

/** Why a report was made: at an interval, because the page was hidden, or because the collector stops. */
export type ReportCause = 'interval' | 'hidden' | 'stopped'

/** One duration, at the moment at which it is known. */
export interface MetricsSample {
  /** Of which spread it becomes part. */
  readonly name: SpreadName
  /** Milliseconds. */
  readonly value: number
  /** The canonical key. */
  readonly key: string
}

/** Options of {@link collectMetrics}. All durations are milliseconds. */
export interface MetricsOptions {
  /** How long the sliding window is; it moves by a twelfth of that. Default 5 min. */
  readonly windowMs?: number | undefined
  /** How many keys have figures of their own: those that were active last. The others are one. Default 50. */
  readonly maxKeys?: number | undefined
  /**
   * Told of what was collected: every `reportEvery` while the page is visible, when it is hidden, and at `stop`; only
   * where something has happened since the last time. A page that is hidden may never run again, so what is reported
   * then is best sent by `navigator.sendBeacon`. What it throws is told to the manager's `report`. Default: nobody.
   */
  readonly onReport?: ((report: MetricsReport, cause: ReportCause) => void) | undefined
  /** How often `onReport` is told. At least 1 s, at most 24 days. Default 60 s. */
  readonly reportEvery?: number | undefined
  /** Whether `onReport` is told the figures of each key. Without them a report is some 3 KB. Default false. */
  readonly reportKeys?: boolean | undefined
  /** Told of each duration, for histograms of your own. What it throws is told to the manager's `report`. */
  readonly onSample?: ((sample: MetricsSample) => void) | undefined
}

/** Figures over the whole time, and over the window. */
export interface MeasuredFigures {
  /** Since the collector began. */
  readonly total: Figures
  /** In the sliding window. */
  readonly window: Figures
}

/** What a collector reports: plain data that JSON takes as it is. */
export interface MetricsReport extends MeasuredFigures {
  /** When the collector began, epoch milliseconds. */
  readonly startedAt: number
  /** When the report was made, epoch milliseconds. */
  readonly at: number
  /** How long the window is, milliseconds. It covers at least 11/12 of that. */
  readonly windowMs: number
  /** By canonical key, for at most `maxKeys` keys; those that were active last come last. Empty where not asked for. */
  readonly keys: Readonly<Record<string, MeasuredFigures>>
  /** All keys that have no figures of their own, together; null where there are none. */
  readonly otherKeys: MeasuredFigures | null
}
