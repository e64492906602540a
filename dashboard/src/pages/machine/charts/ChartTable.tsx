import { useMemo } from 'react'
import type { Column } from '~/components/table/arrange'
import { DataTable } from '~/components/table/DataTable'
import type { ChartData } from './chartData'
import classes from './ChartTable.module.css'

interface Row {
  at: number
  index: number
}

/** The numbers behind a chart, latest first. */
export function ChartTable({ label, data, format }: { label: string; data: ChartData; format: (n: number) => string }) {
  const columns = useMemo<Column<Row>[]>(() => {
    const number = (name: string, values: (number | null)[]): Column<Row> => ({
      id: name,
      label: name,
      number: true,
      cell: (row) => (values[row.index] == null ? '–' : format(values[row.index]!)),
    })
    return [
      { id: 'at', label: 'At', cell: (row) => <span className={classes.when}>{when(row.at)}</span> },
      ...data.series.map((s) => number(s.label, s.values)),
      ...(data.band ? [number('Least', data.band.low), number('Most', data.band.high)] : []),
    ]
  }, [data, format])
  const rows = data.at.map((at, index) => ({ at, index })).filter((row) => data.series.some((s) => s.values[row.index] != null)).reverse()
  return (
    <div className={classes.table}>
      <DataTable label={label} rows={rows} columns={columns} rowKey={(row) => String(row.at)} minWidth={420} empty="Nothing was measured in this time." />
    </div>
  )
}

const when = (seconds: number) => new Date(seconds * 1000).toLocaleString(undefined, { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit', second: '2-digit' })
