/** From what a chart shows to what uPlot is told. */
import uPlot from 'uplot'
import type { ChartContent, ChartSeries, ContentRef } from './chart-content'
import { chartTip } from './chart-tip'

const HEIGHT = 208
const PER_LABEL = 84

/**
 * Times count from 0 to the number of points: the axis then has a place for each, whatever the spacing. A line whose
 * last point is partial becomes two, the second one dashed.
 */
export function toAligned(content: ChartContent): uPlot.AlignedData {
  const { times, series, isLastPartial } = content
  const last = times.length - 1
  const values = content.isStacked === true ? stack(series) : series.map((one) => one.values)
  const rows = series.flatMap(({ kind }, index): (number | null)[][] => {
    const row = values[index] ?? []
    if (kind === 'bars' || !isLastPartial) return [[...row]]
    const whole = row.map((value, at) => (at === last ? null : value))
    const partial = row.map((value, at) => (at < last - 1 ? null : value))
    return [whole, partial]
  })
  return [times.map((_, index) => index), ...rows]
}

/** Each row becomes the sum of itself and all after it; the first, drawn first, is the tallest. */
function stack(series: readonly ChartSeries[]): (number | null)[][] {
  return series.reduceRight<(number | null)[][]>((rows, { values }) => {
    const below = rows[0]
    const row = values.map((value, at) => (value === null ? null : value + (below?.[at] ?? 0)))
    return [row, ...rows]
  }, [])
}

/** Reads the theme's colours at `element`. */
export function chartOptions(content: ContentRef, element: HTMLElement): uPlot.Options {
  const colour = colourReader(element)
  const font = `12px ${getComputedStyle(element).fontFamily}`
  const axis = { stroke: colour('--text-3'), font, ticks: { show: false } }
  const hasBars = content.current.series.some(({ kind }) => kind === 'bars')
  return {
    width: element.clientWidth || 600,
    height: HEIGHT,
    padding: [6, hasBars ? 0 : 10, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false, setScale: false }, points: { show: !hasBars, size: 8 } },
    scales: {
      x: { time: false, range: (_, min, max) => (hasBars ? [min - 0.6, max + 0.6] : [min, max]) },
      y: { range: (_, _min, max) => [0, content.current.max ?? Math.max(1, max * 1.08)] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        gap: 6,
        size: 28,
        space: PER_LABEL,
        incrs: [1, 2, 3, 4, 6, 7, 12, 24],
        values: (_, splits) => splits.map((at) => timeAt(content.current, at)),
      },
      {
        ...axis,
        grid: { stroke: colour('--chart-grid'), width: 1 },
        gap: 8,
        size: 52,
        space: 44,
        values: (_, splits) => splits.map((value) => content.current.formatAxis(value)),
      },
    ],
    series: [{}, ...content.current.series.flatMap((series) => seriesOptions(series, content, colour))],
    plugins: [chartTip(content)],
  }
}

function timeAt({ times, formatTime }: ChartContent, index: number): string {
  const at = times[index]
  return at === undefined ? '' : formatTime(at)
}

type Colours = (name: string) => string

function seriesOptions(series: ChartSeries, content: ContentRef, colour: Colours): uPlot.Series[] {
  const { kind, colour: number } = series
  const stroke = colour(`--chart-${number}`)
  const points = { show: false }
  if (kind === 'bars') {
    const fills = { unit: 3, values: (plot: uPlot) => barFills(plot, stroke, content.current.isLastPartial) }
    const paths = uPlot.paths.bars?.({ size: [0.62, 22], radius: 0.2, disp: { fill: fills } })
    return [{ fill: stroke, width: 0, points, ...(paths && { paths }) }]
  }
  const paths = uPlot.paths.spline?.()
  const gaps = gapsWiderThan(content)
  const line = { stroke, width: 2, points: lonePoints(stroke), gaps, ...(paths && { paths }) }
  const area = kind === 'area' ? { fill: colour(`--chart-fill-${number}`) } : {}
  return content.current.isLastPartial
    ? [
        { ...line, ...area, points },
        { ...line, dash: [3, 4], points },
      ]
    : [{ ...line, ...area }]
}

/** A line of one point is no line: a dot shows it. */
function lonePoints(fill: string): uPlot.Series.Points {
  return {
    size: 6,
    fill,
    width: 0,
    show: (plot, index) => Array.from(plot.data[index] ?? []).filter((value) => value !== null).length === 1,
  }
}

/** Times that were only passed over are bridged; where nobody looked for long, the line is broken. */
function gapsWiderThan(content: ContentRef): uPlot.Series.GapsRefiner {
  return (plot, _series, _from, _to, gaps) => {
    const step = plot.valToPos(1, 'x', true) - plot.valToPos(0, 'x', true)
    const widest = ((content.current.bridges ?? 0) + 1) * step
    return gaps.filter(([from, to]) => to - from > widest + 0.5)
  }
}

function barFills(plot: uPlot, full: string, isLastPartial: boolean): string[] {
  const count = plot.data[0].length
  const faded = full.replace(/^rgb\((.*)\)$/, 'rgb($1 / 0.4)').replaceAll(', ', ' ')
  return Array.from({ length: count }, (_, index) => (isLastPartial && index === count - 1 ? faded : full))
}

/** A canvas knows no custom properties and no `light-dark()`: the element works them out. */
function colourReader(element: HTMLElement): Colours {
  return (name) => {
    element.style.color = `var(${name})`
    const { color } = getComputedStyle(element)
    element.style.removeProperty('color')
    return color
  }
}
