import 'uplot/dist/uPlot.min.css'
import { useComputedColorScheme } from '@mantine/core'
import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import { chartData, chartOptions, type TimeChartProps } from './timeChartOptions'
import classes from './TimeChart.module.css'

const height = 190

/** Lines over time. What is under the pointer is told below, in all charts of the page at once; without a pointer, the latest. */
export default function TimeChart(props: TimeChartProps) {
  const box = useRef<HTMLDivElement>(null)
  const chart = useRef<uPlot>(undefined)
  const current = useRef(props)
  current.current = props
  const dark = useComputedColorScheme() === 'dark'
  const shape = `${props.series.map((s) => s.label).join('|')} ${props.stacked} ${!!props.band} ${props.top}`

  useEffect(() => {
    const el = box.current
    if (!el) return
    const made = new uPlot({ ...chartOptions(current, dark), width: el.clientWidth, height }, chartData(current.current), el)
    chart.current = made
    const observer = new ResizeObserver(() => made.setSize({ width: el.clientWidth, height }))
    observer.observe(el)
    return () => {
      observer.disconnect()
      made.destroy()
      chart.current = undefined
    }
  }, [shape, dark])

  // New values go into the chart there is: one made anew would lose the pointer.
  useEffect(() => chart.current?.setData(chartData(props)), [props])

  return <div ref={box} className={classes.chart} role="img" aria-label={`${props.label} over time; the table view has the same numbers`} />
}
