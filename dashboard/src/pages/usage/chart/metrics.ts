import type { UsageGroup } from '~/api/types'
import { compact, count, duration, money } from '~/format/numbers'

export interface Series {
  label: string
  color: string
  value: (group: UsageGroup) => number | null | undefined
}

export interface Metric {
  value: string
  label: string
  /** Amounts are bars from zero, and nothing means zero; latencies are lines, and nothing is a gap. */
  kind: 'amount' | 'latency'
  series: Series[]
  format: (n: number) => string
  axis: (n: number) => string
}

const blue = '#0072b2'
const orange = '#d55e00'
const green = '#009e73'

export const metrics: Metric[] = [
  {
    value: 'requests',
    label: 'Requests',
    kind: 'amount',
    format: count,
    axis: compact,
    series: [
      { label: 'Requests', color: blue, value: (g) => g.requests },
      { label: 'Errors', color: orange, value: (g) => g.errors },
    ],
  },
  {
    value: 'tokens',
    label: 'Tokens',
    kind: 'amount',
    format: count,
    axis: compact,
    series: [
      { label: 'Completion', color: blue, value: (g) => g.completionTokens },
      { label: 'Prompt', color: green, value: (g) => g.promptTokens },
    ],
  },
  latency('first', 'First token', (g) => g.p50FirstTokenMs, (g) => g.p95FirstTokenMs),
  latency('total', 'Whole reply', (g) => g.p50TotalMs, (g) => g.p95TotalMs),
  { value: 'cost', label: 'Cost', kind: 'amount', format: money, axis: money, series: [{ label: 'Cost', color: blue, value: (g) => g.cost ?? 0 }] },
]

function latency(value: string, label: string, p50: Series['value'], p95: Series['value']): Metric {
  return {
    value,
    label,
    kind: 'latency',
    format: duration,
    axis: duration,
    series: [
      { label: 'Median', color: blue, value: p50 },
      { label: '95 %', color: orange, value: p95 },
    ],
  }
}
