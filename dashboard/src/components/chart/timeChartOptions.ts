import type { RefObject } from 'react'
import uPlot from 'uplot'
import { lineColor } from '~/theme/lineColors'

export interface TimeSeries {
  label: string
  /** One for each time; null where nothing was measured. */
  values: (number | null)[]
}

export interface TimeChartProps {
  label: string
  /** Seconds since 1970, in order. */
  at: number[]
  /** Seconds since 1970 between which it is shown. */
  from: number
  to: number
  series: TimeSeries[]
  /** Least and most around a single line. */
  band?: { low: (number | null)[]; high: (number | null)[] }
  /** Amounts that add up, one upon the other. */
  stacked?: boolean
  /** The most that there can be; else it is as the values are. */
  top?: number
  format: (n: number) => string
  axis?: (n: number) => string
  /** Steps of the axis that this unit counts in. */
  incrs?: number[]
}

type Options = Omit<uPlot.Options, 'width' | 'height'>

/** What is drawn: of stacked series the sums up to each. The last ones are drawn first, so that the legend is as they lie. */
export function chartData({ at, series, band, stacked }: TimeChartProps): uPlot.AlignedData {
  if (!stacked) return [at, ...series.map((s) => s.values), ...(band ? [band.high, band.low] : [])] as uPlot.AlignedData
  const sums = at.map(() => 0)
  const layers = series.map((s) => s.values.map((v, i) => (v == null ? null : (sums[i] = sums[i]! + v))))
  return [at, ...layers.reverse()] as uPlot.AlignedData
}

export function chartOptions(props: RefObject<TimeChartProps>, dark: boolean): Options {
  const { series, stacked, band, axis, format, incrs } = props.current
  const text = dark ? '#a6a7ab' : '#5c636a'
  const grid = { stroke: dark ? '#37393d' : '#e9ecef', width: 1 }
  const order = series.map((_, i) => (stacked ? series.length - 1 - i : i))
  const raw = (n: number, idx: number | null) => {
    const values = props.current.series[n]?.values ?? []
    return idx == null ? values.findLast((v) => v != null) : values[idx]
  }
  const color = (n: number) => lineColor(n, dark)
  return {
    legend: { live: true, markers: { width: 2 } },
    cursor: { points: { size: 6 }, drag: { x: false, y: false }, sync: { key: 'time', setSeries: false } },
    scales: {
      x: { range: () => [props.current.from, props.current.to] },
      y: { range: (_, _min, max) => [0, Math.max(props.current.top ?? 0, max != null && max > 0 ? max * (props.current.top ? 1 : 1.08) : 1)] },
    },
    axes: [
      { stroke: text, grid: { show: false }, ticks: grid, values: (u, at) => ticks(at, shown(u)), space: (u) => (shown(u) <= shortS ? 48 : 76) },
      { stroke: text, grid, ticks: { show: false }, size: 70, incrs, values: (_, values) => values.map(axis ?? format) },
    ],
    series: [
      { label: 'At', value: (_, at) => (at == null ? 'latest' : when(at)) },
      ...order.map((n) => ({
        label: series[n]!.label,
        stroke: color(n),
        width: 1.5,
        fill: stacked && n === 0 ? `${color(n)}66` : undefined,
        spanGaps: false,
        points: { show: undefined, size: 4 },
        value: (_: uPlot, __: number, ___: number, idx: number | null) => {
          const value = raw(n, idx)
          return value == null ? '–' : format(value)
        },
      })),
      ...(band ? ['most', 'least'].map((label, i) => ({ label, stroke: 'transparent', width: 0, points: { show: false }, value: bound(props, i === 0 ? 'high' : 'low', format) })) : []),
    ] as uPlot.Series[],
    bands: stacked
      ? order.slice(0, -1).map((n, i) => ({ series: [i + 1, i + 2] as [number, number], fill: `${color(n)}66` }))
      : band && [{ series: [series.length + 1, series.length + 2], fill: `${color(0)}33` }],
  }
}

const bound = (props: RefObject<TimeChartProps>, side: 'low' | 'high', format: (n: number) => string) => (_: uPlot, __: number, ___: number, idx: number | null) => {
  const values = props.current.band?.[side] ?? []
  const value = idx == null ? values.findLast((v) => v != null) : values[idx]
  return value == null ? '–' : format(value)
}

const dayS = 86_400
/** Of minutes the seconds matter. */
const shortS = 600

const shown = (u: uPlot) => (u.scales.x?.max ?? 0) - (u.scales.x?.min ?? 0)

/** The clock, or the day where a range is long; midnight is always the day's. */
function ticks(at: number[], range: number): string[] {
  return at.map((seconds) => {
    const date = new Date(seconds * 1000)
    const midnight = date.getHours() === 0 && date.getMinutes() === 0 && date.getSeconds() === 0
    if (midnight && range > dayS / 4) return date.toLocaleDateString(undefined, { day: 'numeric', month: 'short' })
    return date.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', second: range <= shortS && date.getSeconds() ? '2-digit' : undefined, hourCycle: 'h23' })
  })
}

const when = (seconds: number) => new Date(seconds * 1000).toLocaleString(undefined, { dateStyle: 'short', timeStyle: 'medium' })
