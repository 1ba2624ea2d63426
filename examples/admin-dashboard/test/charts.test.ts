import { describe, expect, test } from 'vitest'
import type { ChartContent } from '../src/ui/chart-content'
import { toAligned } from '../src/ui/chart-options'
import { shareLeft } from '../src/sync/share-left'
import { toPoints } from '../src/ui/sparkline'

const content: ChartContent = {
  times: [10, 20, 30],
  series: [{ label: 'A', values: [1, 2, 3], colour: 1, kind: 'line', format: String }],
  formatTime: String,
  formatAxis: String,
  isLastPartial: false,
}

describe('chart data', () => {
  test('points stand evenly, whatever their times', () => {
    expect(toAligned(content)).toEqual([
      [0, 1, 2],
      [1, 2, 3],
    ])
  })

  test('a partial last point leaves the line and joins a second one', () => {
    expect(toAligned({ ...content, isLastPartial: true })).toEqual([
      [0, 1, 2],
      [1, 2, null],
      [null, 2, 3],
    ])
  })

  test('stacked rows stand on those after them, and what is unknown stays unknown', () => {
    const row = (values: (number | null)[]) => ({
      label: '',
      values,
      colour: 1,
      kind: 'bars',
      format: String,
    })
    const series = [row([1, null, 3]), row([10, null, 0]), row([100, null, 5])] as ChartContent['series']
    expect(toAligned({ ...content, series, isStacked: true }).slice(1)).toEqual([
      [111, null, 8],
      [110, null, 5],
      [100, null, 5],
    ])
  })

  test('bars need no second row', () => {
    const bars = {
      ...content,
      isLastPartial: true,
      series: content.series.map((one) => ({ ...one, kind: 'bars' as const })),
    }
    expect(toAligned(bars)).toHaveLength(2)
  })
})

test('a sparkline of equal values runs through the middle', () => {
  expect(new Set(toPoints([5, 5, 5]).map(([, y]) => y))).toEqual(new Set([17]))
  expect(toPoints([])).toEqual([])
})

test('the share of fresh time that is left stays between 0 and 1', () => {
  expect(shareLeft(0, 100, 25)).toBe(0.75)
  expect(shareLeft(0, 100, 500)).toBe(0)
  expect(shareLeft(50, 100, 0)).toBe(1)
  expect(shareLeft(0, Number.POSITIVE_INFINITY, 5)).toBe(1)
  expect(shareLeft(5, 5, 5)).toBe(0)
  expect(shareLeft(undefined, undefined, 5)).toBe(0)
})
