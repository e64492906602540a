import type { UsageGroup } from '~/api/types'
import type { Column } from '~/components/table/arrange'
import { compact, count, duration, money, percent } from '~/format/numbers'

/** The sums and latencies that every grouping has. */
export const sumColumns: Column<UsageGroup>[] = [
  { id: 'requests', label: 'Requests', number: true, value: (g) => g.requests, cell: (g) => count(g.requests) },
  {
    id: 'errors',
    label: 'Errors',
    number: true,
    value: (g) => g.errors,
    cell: (g) => (g.errors > 0 ? `${count(g.errors)} (${percent(g.errors / Math.max(1, g.requests))})` : '0'),
  },
  { id: 'prompt', label: 'Prompt tokens', number: true, value: (g) => g.promptTokens, cell: (g) => compact(g.promptTokens) },
  { id: 'completion', label: 'Reply tokens', number: true, value: (g) => g.completionTokens, cell: (g) => compact(g.completionTokens) },
  { id: 'first', label: 'First token p50 / p95', number: true, value: (g) => g.p50FirstTokenMs, cell: (g) => pair(g.p50FirstTokenMs, g.p95FirstTokenMs) },
  { id: 'total', label: 'Whole reply p50 / p95', number: true, value: (g) => g.p50TotalMs, cell: (g) => pair(g.p50TotalMs, g.p95TotalMs) },
  { id: 'cost', label: 'Cost', number: true, value: (g) => g.cost, cell: (g) => (g.cost ? money(g.cost) : '–') },
]

const pair = (p50: number | null, p95: number | null) => (p50 == null ? '–' : `${duration(p50)} / ${duration(p95)}`)
