/** A strict reader of Prometheus' text format 0.0.4 and of OpenMetrics 1.0.0: it throws for anything a collector might. */

export interface ParsedSample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

export interface ParsedFamily {
  readonly name: string
  readonly type: string
  readonly help: string
  readonly samples: ParsedSample[]
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*'
const SAMPLE = new RegExp(`^(${NAME})(\\{(.*)\\})? (-?\\d+(?:\\.\\d+)?(?:e[+-]\\d+)?|[+-]Inf|NaN)$`)
const LABEL = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(,|$)/
const SUFFIXES: Record<string, readonly string[]> = {
  histogram: ['_bucket', '_sum', '_count'],
  gauge: [''],
}

export function parseMetrics(text: string, openMetrics = false): Map<string, ParsedFamily> {
  if (text === '') return new Map()
  if (!text.endsWith('\n')) throw new Error('the last line has no end')
  const lines = text.slice(0, -1).split('\n')
  if (openMetrics && lines.pop() !== '# EOF') throw new Error('# EOF is missing')
  const families = new Map<string, ParsedFamily>()
  const seen = new Set<string>()
  let family: ParsedFamily | undefined
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? ''
    if (line.startsWith('#')) {
      const [, name = '', help = ''] = new RegExp(`^# HELP (${NAME}) (.*)$`).exec(line) ?? fail(line)
      const [, again, type = ''] =
        new RegExp(`^# TYPE (${NAME}) (counter|gauge|histogram)$`).exec(lines[++at] ?? '') ?? fail(lines[at])
      if (again !== name || families.has(name)) fail(line)
      family = { name, type, help, samples: [] }
      families.set(name, family)
      continue
    }
    const [, name = '', , labels = '', value = ''] = SAMPLE.exec(line) ?? fail(line)
    if (!family) throw new Error('a sample without a family')
    const suffixes = SUFFIXES[family.type] ?? [openMetrics ? '_total' : '']
    if (!suffixes.some((suffix) => name === `${family?.name}${suffix}`)) fail(line)
    if (family.type === 'counter' && !name.endsWith('_total')) fail(line)
    const identity = `${name}{${labels}}`
    if (seen.has(identity)) fail(line)
    seen.add(identity)
    family.samples.push({
      name,
      labels: parseLabels(labels),
      value: Number(value.replace('Inf', 'Infinity')),
    })
  }
  for (const { type, name, samples } of families.values())
    if (type === 'histogram') checkHistogram(name, samples)
  return families
}

function parseLabels(text: string): Record<string, string> {
  const labels: Record<string, string> = {}
  for (let rest = text; rest !== '';) {
    const [all = '', name = '', value = '', comma] = LABEL.exec(rest) ?? fail(text)
    if (name in labels) fail(text)
    labels[name] = value.replace(/\\(.)/g, (_, char: string) => (char === 'n' ? '\n' : char))
    rest = rest.slice(all.length)
    if (comma === ',' && rest === '') fail(text)
  }
  return labels
}

/** Buckets rise, end with +Inf, and agree with the count. */
function checkHistogram(name: string, samples: readonly ParsedSample[]): void {
  const series = new Map<string, ParsedSample[]>()
  for (const sample of samples) {
    const { le: _, ...others } = sample.labels
    const id = JSON.stringify(others)
    series.set(id, [...(series.get(id) ?? []), sample])
  }
  for (const [id, own] of series) {
    const buckets = own.filter((sample) => sample.name === `${name}_bucket`)
    const count = own.find((sample) => sample.name === `${name}_count`)?.value
    const bounds = buckets.map(({ labels }) => Number(labels['le']?.replace('Inf', 'Infinity')))
    const isRising = (list: readonly number[], strictly: boolean) =>
      list.every(
        (value, at) => at === 0 || (strictly ? value > (list[at - 1] ?? 0) : value >= (list[at - 1] ?? 0)),
      )
    const values = buckets.map(({ value }) => value)
    if (!isRising(bounds, true) || !isRising(values, false) || bounds.at(-1) !== Infinity) fail(id)
    if (values.at(-1) !== count || !own.some((sample) => sample.name === `${name}_sum`)) fail(id)
  }
}

function fail(line: string | undefined): never {
  throw new Error(`not the format: ${line}`)
}
