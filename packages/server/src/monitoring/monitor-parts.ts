/** What a monitor is made of: accounts that are written to, and probes that are asked. */
import { createReporter } from '../http/reporter'
import { createAlerts, type Alert, type Alerts } from './alerts'
import { createErrorGroups, type ErrorGroups } from './error-groups'
import type { ResolvedMonitorOptions } from './monitor-options'
import { createRuntimeProbe, type RuntimeProbe } from './runtime-figures'
import { createSlowRequests, type SlowRequests } from './slow-requests'
import { createTraffic, type Traffic } from './traffic'

/** A monitor's parts. */
export interface MonitorParts {
  readonly settings: ResolvedMonitorOptions
  /** Tells a failure; never throws. */
  readonly report: (error: unknown) => void
  readonly probe: RuntimeProbe
  readonly traffic: Traffic
  readonly errors: ErrorGroups
  readonly slow: SlowRequests
  readonly alerts: Alerts
}

/** Makes the parts; nothing runs yet. */
export function createMonitorParts(settings: ResolvedMonitorOptions): MonitorParts {
  const now = () => settings.clock.monotonic()
  const report = createReporter(settings.onError)
  const tell = async (alert: Alert) => {
    try {
      await settings.onAlert(alert)
    } catch (error) {
      report(error)
    }
  }
  return {
    settings,
    report,
    probe: createRuntimeProbe(settings.disk, now),
    traffic: createTraffic({ ...settings, now }),
    errors: createErrorGroups(settings.maxErrors),
    slow: createSlowRequests(),
    alerts: createAlerts(settings.thresholds, (alert) => void tell(alert)),
  }
}
