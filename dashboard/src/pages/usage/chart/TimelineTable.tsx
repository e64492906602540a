import type { UsageGroup } from '~/api/types'
import type { Column } from '~/components/table/arrange'
import { DataTable } from '~/components/table/DataTable'
import { sumColumns } from '../columns'
import type { Point } from './timeline'

/** The numbers behind the chart, latest first, without the empty ones. */
export function TimelineTable({ points, bucket }: { points: Point[]; bucket: 'hour' | 'day' }) {
  const rows = points.flatMap((p) => (p.group ? [p.group] : [])).reverse()
  const columns: Column<UsageGroup>[] = [{ id: 'at', label: bucket === 'day' ? 'Day (UTC)' : 'Hour', cell: (g) => when(g.group, bucket) }, ...sumColumns]
  return <DataTable label="Usage over time" rows={rows} columns={columns} rowKey={(g) => g.group} minWidth={820} empty="No request in this time." />
}

const when = (at: string, bucket: 'hour' | 'day') =>
  bucket === 'day'
    ? new Date(at).toLocaleDateString(undefined, { dateStyle: 'medium', timeZone: 'UTC' })
    : new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })
