/** What a chart shows, in the words of the page and not of the library that draws it. */

/** One line, area or row of bars. */
export interface ChartSeries {
  label: string
  /** Null where nothing is known: a line leaves a gap there. */
  values: readonly (number | null)[]
  /** Which of the theme's chart colours. */
  colour: 1 | 2 | 3 | 4
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
  /** Whether the values of a time add up: each row of bars stands on the next. Default false. */
  isStacked?: boolean
  /** The top of the scale. Default: a little above the greatest value. */
  max?: number
  /** Lines are drawn across at most this many missing points. Default 0. */
  bridges?: number
}

/** The newest content; what uPlot calls later must not hold on to that of the first render. */
export interface ContentRef {
  readonly current: ChartContent
}
