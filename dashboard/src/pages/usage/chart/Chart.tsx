import 'uplot/dist/uPlot.min.css'
import { useComputedColorScheme } from '@mantine/core'
import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import type { Metric } from './metrics'
import { chartOptions } from './options'
import type { Point } from './timeline'
import classes from './Chart.module.css'

interface Props {
  points: Point[]
  metric: Metric
  bucket: 'hour' | 'day'
}

const height = 260

/** The metric over time; what is under the pointer is told below it. */
export default function Chart({ points, metric, bucket }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const scheme = useComputedColorScheme()

  useEffect(() => {
    const el = box.current
    if (!el) return
    const data = [
      points.map((p) => p.at),
      // Nothing is drawn for zero: a bar without height would still have an edge.
      ...metric.series.map((s) => points.map((p) => (p.group && s.value(p.group)) || null)),
    ] as uPlot.AlignedData
    const chart = new uPlot({ ...chartOptions(metric, bucket, scheme === 'dark'), width: el.clientWidth, height }, data, el)
    const observer = new ResizeObserver(() => chart.setSize({ width: el.clientWidth, height }))
    observer.observe(el)
    return () => {
      observer.disconnect()
      chart.destroy()
    }
  }, [points, metric, bucket, scheme])

  return <div ref={box} className={classes.chart} role="img" aria-label={`${metric.label} over time; the table view has the same numbers`} />
}
