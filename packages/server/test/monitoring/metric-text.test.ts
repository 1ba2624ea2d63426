import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toMetricText, type MetricFamily } from '../../src/monitoring/metric-text'
import { parseMetrics } from './parse-metrics'

const counter = (samples: MetricFamily['samples']): MetricFamily => ({
  name: 'x_requests',
  type: 'counter',
  help: 'A "help"\nwith \\ in it.',
  samples,
})

describe('toMetricText', () => {
  it('writes Prometheus text 0.0.4', () => {
    const text = toMetricText([counter([{ labels: { route: 'a"b\\c\nd' }, value: 3 }])], 'text/plain')
    expect(text).toBe(
      [
        '# HELP x_requests_total A "help"\\nwith \\\\ in it.',
        '# TYPE x_requests_total counter',
        'x_requests_total{route="a\\"b\\\\c\\nd"} 3',
        '',
      ].join('\n'),
    )
  })

  it('writes OpenMetrics 1.0.0, where counters are announced without their suffix', () => {
    const text = toMetricText([counter([{ value: 3 }])], 'application/openmetrics-text')
    expect(text).toBe(
      [
        '# HELP x_requests A \\"help\\"\\nwith \\\\ in it.',
        '# TYPE x_requests counter',
        'x_requests_total 3',
        '# EOF',
        '',
      ].join('\n'),
    )
  })

  it('leaves out a metric without values, and writes the values that numbers can have', () => {
    const values = [0, -1.5, 1e21, 1e-7, Infinity, -Infinity, Number.NaN]
    const gauge = (name: string, samples: MetricFamily['samples']): MetricFamily => ({
      name,
      type: 'gauge',
      help: 'h',
      samples,
    })
    const text = toMetricText(
      [gauge('none', []), ...values.map((value, at) => gauge(`g${at}`, [{ value }]))],
      'text/plain',
    )
    const read = [...parseMetrics(text).values()].map(({ samples }) => samples[0]?.value)
    expect(read).toEqual(values)
  })

  it('brings every label through, whatever is in it', () => {
    const label = fc.string({
      unit: fc.constantFrom('a', '"', '\\', '\n', '{', '}', ',', '=', ' ', '#', 'é'),
    })
    fc.assert(
      fc.property(fc.uniqueArray(label), fc.boolean(), (labels, open) => {
        const samples = labels.map((route, value) => ({ labels: { route }, value }))
        const text = toMetricText([counter(samples)], open ? 'application/openmetrics-text' : 'text/plain')
        const [family] = parseMetrics(text, open).values()
        expect(family?.samples.map((sample) => sample.labels['route']) ?? []).toEqual(labels)
      }),
    )
  })
})

describe('the strict reader of these tests', () => {
  it.each([
    'a 1',
    '# HELP a b\n# TYPE a gauge\na 1',
    '# HELP a b\na 1\n',
    '# HELP a b\n# TYPE a gauge\na{x="1"} 1\na{x="1"} 2\n',
    '# HELP a b\n# TYPE a gauge\na{x="a"b"} 1\n',
    '# HELP a b\n# TYPE a counter\na 1\n',
    '# HELP a b\n# TYPE a gauge\na 1,5\n',
    '# HELP a b\n# TYPE a histogram\na_bucket{le="1"} 2\na_bucket{le="+Inf"} 1\na_sum 1\na_count 1\n',
  ])('refuses %j', (text) => {
    expect(() => parseMetrics(text)).toThrow(/not the format|no end|without a family/)
  })
})
