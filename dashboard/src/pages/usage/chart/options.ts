import uPlot from 'uplot'
import type { Metric } from './metrics'

type Options = Omit<uPlot.Options, 'width' | 'height'>

const half = { hour: 1800, day: 43_200 }
const days = [1, 2, 5, 10, 20].map((n) => n * 86_400)

export function chartOptions(metric: Metric, bucket: 'hour' | 'day', dark: boolean): Options {
  const text = dark ? '#a6a7ab' : '#5c636a'
  const grid = { stroke: dark ? '#37393d' : '#e9ecef', width: 1 }
  const amount = metric.kind === 'amount'
  const bars = uPlot.paths.bars?.({ size: [0.7, 40] })
  return {
    // Days are counted in UTC; hours are shown in the viewer's zone.
    tzDate: bucket === 'day' ? (ts) => uPlot.tzDate(new Date(ts * 1000), 'Etc/UTC') : (ts) => new Date(ts * 1000),
    legend: { live: true },
    cursor: { points: { size: 7 }, drag: { x: false, y: false } },
    // Half a bucket of room at both ends, so that the outer bars are whole.
    scales: { x: { range: (_, min, max) => [min - half[bucket], max + half[bucket]] }, y: { range: (_, _min, max) => [0, max > 0 ? max * 1.08 : 1] } },
    axes: [
      { stroke: text, grid: { show: false }, ticks: grid, incrs: bucket === 'day' ? days : undefined, values: (_, at) => at.map((seconds) => tick(seconds, bucket)), space: 64 },
      { stroke: text, grid, ticks: { show: false }, size: 74, values: (_, values) => values.map(metric.axis) },
    ],
    series: [
      { value: (_, at) => (at == null ? '–' : when(at, bucket)) },
      ...metric.series.map((s, i) => ({
        label: s.label,
        stroke: dark ? lighter(s.color) : s.color,
        fill: amount ? `${s.color}${i === 0 ? '88' : 'dd'}` : undefined,
        width: amount ? 1 : 2,
        paths: amount ? bars : undefined,
        points: { show: !amount && undefined },
        spanGaps: false,
        value: (u: uPlot, n: number | null) => (n != null || (amount && u.cursor.idx != null) ? metric.format(n ?? 0) : '–'),
      })),
    ] as uPlot.Series[],
  }
}

/** An hour by the clock, midnight by its day: as the viewer's language writes them. */
function tick(seconds: number, bucket: 'hour' | 'day'): string {
  const date = new Date(seconds * 1000)
  const day = bucket === 'day' || (date.getHours() === 0 && date.getMinutes() === 0)
  if (day) return date.toLocaleDateString(undefined, { day: 'numeric', month: 'short', timeZone: bucket === 'day' ? 'UTC' : undefined })
  return date.toLocaleTimeString(undefined, { hour: 'numeric', minute: '2-digit' })
}

function when(seconds: number, bucket: 'hour' | 'day'): string {
  const date = new Date(seconds * 1000)
  if (bucket === 'day') return date.toLocaleDateString(undefined, { dateStyle: 'medium', timeZone: 'UTC' })
  return date.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })
}

const lights: Record<string, string> = { '#0072b2': '#4dabf7', '#d55e00': '#ff922b', '#009e73': '#38d9a9' }
const lighter = (color: string) => lights[color] ?? color
