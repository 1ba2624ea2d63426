/** `GET /monitoring/*`: what the monitor tells, as JSON, or as text for Prometheus where that is liked better. */
import { chooseType } from '../http/accept'
import { RequestError } from '../http/request-error'
import { METRIC_TYPES, type MetricType } from '../monitoring/metric-text'
import type { Monitor, MonitorSection } from '../monitoring/monitor'

const TYPES = ['application/json', 'text/plain', 'application/openmetrics-text'] as const satisfies readonly (
  MetricType | 'application/json'
)[]

/** Answers a section. Where the whole is down, `health` and `status` answer 503, as load balancers want it. */
export async function answerMonitoring(
  request: Request,
  section: MonitorSection,
  monitor: Monitor,
): Promise<Response> {
  const type = chooseType(request.headers.get('accept'), TYPES)
  if (type === undefined) {
    throw new RequestError({
      status: 406,
      code: 'not_acceptable',
      detail: `None of the accepted media types is available, allowed: ${TYPES.join(', ')}.`,
    })
  }
  const headers = { 'cache-control': 'no-store', vary: 'Accept' }
  if (type !== 'application/json') {
    const text = await monitor.text(section, type)
    return new Response(text, { headers: { ...headers, 'content-type': METRIC_TYPES[type] } })
  }
  const report = await read(section, monitor)
  const isDown = 'status' in report && report.status === 'down'
  return Response.json(report, {
    status: isDown ? 503 : 200,
    headers: { ...headers, ...(isDown && { 'retry-after': '5' }) },
  })
}

function read(section: MonitorSection, monitor: Monitor) {
  switch (section) {
    case 'health':
      return monitor.health()
    case 'metrics':
      return monitor.metrics()
    case 'api-metrics':
      return monitor.apiMetrics()
    case 'errors':
      return monitor.errors()
    case 'status':
      return monitor.status()
  }
}
