/** Tells when a figure crosses its threshold: once on the way up, once on the way back, not at every look. */
import { OptionError } from '@freshline/core/shared'

/** Where alerts are raised; a figure without a threshold raises none. */
export interface Thresholds {
  /** Part of recent requests that failed (5xx), 0 to 1. Default 0.05. */
  readonly errorRate?: number | undefined
  /** 95th percentile of recent requests' time, in milliseconds. Default: none. */
  readonly p95?: number | undefined
  /** Resident memory, in bytes. Default: none. */
  readonly memory?: number | undefined
  /** Part of one processor in use; above 1 for several. Default: none. */
  readonly cpu?: number | undefined
  /** 99th percentile of timers' delay, in milliseconds. Default: none. */
  readonly eventLoopDelay?: number | undefined
  /** Part of the disk in use, 0 to 1. Default: none. */
  readonly diskUsed?: number | undefined
  /** Least part of cache reads that are hits, 0 to 1: the one threshold that alerts below. Default: none. */
  readonly hitRatio?: number | undefined
}

/** What has a threshold. */
export type AlertName = keyof Thresholds

/** A crossing. */
export interface Alert {
  /** Which figure. */
  readonly name: AlertName
  /** `raised` when it crosses its threshold, `cleared` once it is well back. */
  readonly state: 'raised' | 'cleared'
  /** The figure, in the threshold's unit. */
  readonly value: number
  /** The threshold. */
  readonly threshold: number
  /** When it was noticed, epoch milliseconds. */
  readonly at: number
}

/** Keeps which alerts are raised. */
export interface Alerts {
  /** Compares figures with their thresholds and tells crossings. A figure that is undefined changes nothing. */
  check(figures: Readonly<Partial<Record<AlertName, number | undefined>>>, at: number): void
  /** What is raised, longest first, as it was when it was raised. */
  raised(): readonly Alert[]
}

/** An alert is cleared when the figure is back by this part of its threshold, so that one that trembles tells once. */
const HYSTERESIS = 0.1

/** Makes alerts, none raised. `tell` must not throw. */
export function createAlerts(thresholds: Thresholds, tell: (alert: Alert) => void): Alerts {
  const limits = Object.entries({ errorRate: 0.05, ...thresholds }).filter(([, limit]) => limit !== undefined)
  for (const [name, limit] of limits) {
    if (!(typeof limit === 'number' && limit >= 0))
      throw new OptionError(`thresholds.${name}`, limit, 'a number of 0 or more')
  }
  const raised = new Map<string, Alert>()
  return {
    raised: () => [...raised.values()],
    check(figures, at) {
      for (const [name, threshold] of limits as [AlertName, number][]) {
        const value = figures[name]
        if (value === undefined) continue
        const wasRaised = raised.has(name)
        if (isBeyond(name, value, threshold, wasRaised ? HYSTERESIS : 0) === wasRaised) continue
        const alert: Alert = { name, state: wasRaised ? 'cleared' : 'raised', value, threshold, at }
        if (wasRaised) raised.delete(name)
        else raised.set(name, alert)
        tell(alert)
      }
    },
  }
}

function isBeyond(name: AlertName, value: number, threshold: number, slack: number): boolean {
  // A ratio cannot rise above 1, so its slack is a part of what is left up to there.
  if (name === 'hitRatio') return value < threshold + (1 - threshold) * slack
  return value > threshold * (1 - slack)
}
