/** The figures at the pointer, in a small box that stays inside the chart. */
import type uPlot from 'uplot'
import type { ContentRef } from './chart-content'

const GAP = 14

/** A uPlot plug-in. */
export function chartTip(content: ContentRef): uPlot.Plugin {
  const box = document.createElement('div')
  box.className = 'chart-tip'
  box.hidden = true
  return {
    hooks: {
      init: (plot) => void plot.over.append(box),
      setCursor: (plot) => show(plot, box, content),
    },
  }
}

function show(plot: uPlot, box: HTMLElement, { current }: ContentRef): void {
  const { idx, left = -1 } = plot.cursor
  const at = idx === null || idx === undefined ? undefined : current.times[idx]
  box.hidden = at === undefined || left < 0
  if (at === undefined || idx === null || idx === undefined) return
  const lines = current.series.map(({ label, values, format }) =>
    line(`${label} `, formatted(values[idx], format)),
  )
  const isPartial = current.isLastPartial && idx === current.times.length - 1
  box.replaceChildren(line(isPartial ? ' so far' : '', current.formatTime(at), true), ...lines)
  const fits = left + GAP + box.offsetWidth < plot.over.clientWidth
  box.style.translate = `${fits ? left + GAP : left - GAP - box.offsetWidth}px 4px`
}

/** A missing point is one nobody knows, not a zero. */
function formatted(value: number | null | undefined, format: (value: number) => string): string {
  return value === null || value === undefined ? '–' : format(value)
}

function line(label: string, value: string, isTitle = false): HTMLElement {
  const row = document.createElement('div')
  const strong = document.createElement('strong')
  strong.textContent = value
  const span = document.createElement('span')
  span.textContent = label
  row.append(...(isTitle ? [strong, span] : [span, strong]))
  return row
}
