/** A chart over time, drawn by uPlot: made once per theme, fed with new data as that arrives. */
import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import { useTheme } from '../app/theme'
import type { ChartContent } from './chart-content'
import { chartOptions, toAligned } from './chart-options'

/** What a chart shows. */
export type ChartProps = ChartContent

/** Fills the width it is given. Colours are read when a chart is made, so another theme makes another chart. */
export function Chart(props: ChartProps) {
  return <Plot key={useTheme()} {...props} />
}

function Plot(props: ChartProps) {
  const place = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot>(null)
  const content = useRef(props)

  useEffect(() => {
    content.current = props
    plot.current?.setData(toAligned(props))
  }, [props])

  useEffect(() => {
    const element = place.current
    if (element === null) return
    const made = new uPlot(chartOptions(content, element), toAligned(content.current), element)
    plot.current = made
    const observer = new ResizeObserver(() => {
      if (element.clientWidth > 0) made.setSize({ width: element.clientWidth, height: made.height })
    })
    observer.observe(element)
    return () => {
      observer.disconnect()
      made.destroy()
      plot.current = null
    }
  }, [])

  return <div ref={place} className="chart" aria-hidden />
}
