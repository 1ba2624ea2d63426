/** What a chart shows, in the words of the page and not of the library that draws it. */

/** One line, area or row of bars. */
export interface ChartSeries {
  label: string
  values: readonly number[]
  /** Which of the theme's chart colours. */
  colour: 1 | 2 | 3
  kind: 'line' | 'area' | 'bars'
  format: (value: number) => string
}

/** What a chart shows. */
export interface ChartContent {
  /** Epoch milliseconds; drawn evenly spaced, whatever lies between them. */
  times: readonly number[]
  series: readonly ChartSeries[]
  formatTime: (at: number) => string
  formatAxis: (value: number) => string
  /** Whether the last point is still being counted; it is drawn as a promise, not as a fall. */
  isLastPartial: boolean
}

/** The newest content; what uPlot calls later must not hold on to that of the first render. */
export interface ContentRef {
  readonly current: ChartContent
}
