import { describe, expect, it } from 'vitest'
import { createAlerts, type Alert, type Thresholds } from '../../src/monitoring/alerts'

/** What is told for a sequence of values of one figure. */
function tell(
  thresholds: Thresholds,
  name: keyof Thresholds,
  values: readonly (number | undefined)[],
): string[] {
  const told: Alert[] = []
  const alerts = createAlerts(thresholds, (alert) => told.push(alert))
  values.forEach((value, at) => alerts.check({ [name]: value }, at))
  return told.map((alert) => `${alert.at} ${alert.state} ${alert.value}`)
}

describe('createAlerts', () => {
  it('tells once on the way up, and once when the figure is well back', () => {
    expect(tell({ p95: 100 }, 'p95', [100, 101, 150, 99, 101, 91, 90, 95, 101])).toEqual([
      '1 raised 101',
      '6 cleared 90',
      '8 raised 101',
    ])
  })

  it('tells of a hit ratio below its threshold', () => {
    expect(tell({ hitRatio: 0.5 }, 'hitRatio', [0.5, 0.49, 0.54, 0.55, 0.5])).toEqual([
      '1 raised 0.49',
      '3 cleared 0.55',
    ])
  })

  it('can be cleared though its threshold is close to all there is', () => {
    expect(tell({ hitRatio: 0.95 }, 'hitRatio', [0.9, 0.95, 0.956])).toEqual([
      '0 raised 0.9',
      '2 cleared 0.956',
    ])
    expect(tell({ errorRate: 0 }, 'errorRate', [0, 0.01, 0])).toEqual(['1 raised 0.01', '2 cleared 0'])
  })

  it('changes nothing for a figure that is not known', () => {
    expect(tell({ cpu: 1 }, 'cpu', [undefined, 2, undefined, 2])).toEqual(['1 raised 2'])
  })

  it('has a threshold for the error rate alone, unless told otherwise', () => {
    expect(tell({}, 'errorRate', [0.05, 0.06])).toEqual(['1 raised 0.06'])
    expect(tell({ errorRate: undefined }, 'errorRate', [1])).toEqual([])
    expect(tell({}, 'p95', [1e9])).toEqual([])
  })

  it('answers what is raised', () => {
    const alerts = createAlerts({ p95: 1, cpu: 1 }, () => {})
    alerts.check({ p95: 2, cpu: 3 }, 7)
    alerts.check({ p95: 0 }, 8)
    expect(alerts.raised()).toEqual([{ name: 'cpu', state: 'raised', value: 3, threshold: 1, at: 7 }])
  })

  it('refuses a threshold that is none', () => {
    expect(() => createAlerts({ p95: -1 }, () => {})).toThrow('thresholds.p95: got -1')
    expect(() => createAlerts({ cpu: '1' as never }, () => {})).toThrow('thresholds.cpu')
  })
})
