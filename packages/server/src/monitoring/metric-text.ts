/**
 * Writes metrics as text for Prometheus: its own format 0.0.4, and OpenMetrics 1.0.0. They differ in how counters are
 * announced, in what HELP escapes, and in the line that ends the text.
 */

/** One value of a metric. */
export interface Sample {
  /** What is put after the metric's name: `_bucket`, `_sum` and `_count` of a histogram. Default: nothing. */
  readonly suffix?: '_bucket' | '_sum' | '_count' | undefined
  /** Labels in the order in which they are written. Default: none. */
  readonly labels?: Readonly<Record<string, string>> | undefined
  /** The value, in base units. */
  readonly value: number
}

/** A metric with all its values. */
export interface MetricFamily {
  /** The name, without the `_total` of counters. */
  readonly name: string
  /** What kind of values it has. */
  readonly type: 'counter' | 'gauge' | 'histogram'
  /** What it tells, for people. */
  readonly help: string
  /** Its values; a family without any is left out. */
  readonly samples: readonly Sample[]
}

/** A media type that metrics can be written in. */
export type MetricType = 'text/plain' | 'application/openmetrics-text'

/** The content types of answers, by media type. */
export const METRIC_TYPES: Readonly<Record<MetricType, string>> = {
  'text/plain': 'text/plain; version=0.0.4; charset=utf-8',
  'application/openmetrics-text': 'application/openmetrics-text; version=1.0.0; charset=utf-8',
}

/** The families as text. */
export function toMetricText(families: readonly MetricFamily[], type: MetricType): string {
  const open = type === 'application/openmetrics-text'
  const lines = families
    .filter((family) => family.samples.length > 0)
    .flatMap((family) => {
      const total = family.type === 'counter' ? '_total' : ''
      const announced = open ? family.name : family.name + total
      return [
        `# HELP ${announced} ${open ? escapeLabel(family.help) : escapeHelp(family.help)}`,
        `# TYPE ${announced} ${family.type}`,
        ...family.samples.map(
          (sample) => `${family.name}${sample.suffix ?? total}${toLabels(sample)} ${toNumber(sample.value)}`,
        ),
      ]
    })
  if (open) lines.push('# EOF')
  return lines.map((line) => `${line}\n`).join('')
}

function toLabels({ labels = {} }: Sample): string {
  const written = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`)
  return written.length > 0 ? `{${written.join(',')}}` : ''
}

function escapeHelp(text: string): string {
  return text.replace(/\\/g, '\\\\').replace(/\n/g, '\\n')
}

function escapeLabel(text: string): string {
  return escapeHelp(text).replace(/"/g, '\\"')
}

function toNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  return Number.isFinite(value) ? String(value) : value > 0 ? '+Inf' : '-Inf'
}
