import { Paper, Table, Text } from '@mantine/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef, type ReactNode } from 'react'
import type { Column } from './arrange'
import { HeadCell } from './HeadCell'
import classes from './DataTable.module.css'

interface Props<T> {
  rows: T[]
  columns: Column<T>[]
  rowKey: (row: T) => string
  label: string
  sort?: string
  onSort?: (sort: string) => void
  onRow?: (row: T) => void
  minWidth?: number
  /** Shown where no row is left. */
  empty?: ReactNode
}

/** A card leaves out what the row does not have. */
function Cell<T>({ column, row }: { column: Column<T>; row: T }) {
  const content = column.cell(row)
  return (
    <Table.Td className={column.number ? classes.number : undefined} data-label={column.label} data-none={content === '–' || undefined}>
      {content}
    </Table.Td>
  )
}

/** Beyond this many rows only those in sight are drawn. */
const virtualFrom = 80

export function DataTable<T>({ rows, columns, rowKey, label, sort = '', onSort, onRow, minWidth = 720, empty }: Props<T>) {
  const box = useRef<HTMLDivElement>(null)
  const long = rows.length > virtualFrom
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => box.current, estimateSize: () => 46, overscan: 12, enabled: long })
  const items = virtual.getVirtualItems()
  const shown = long ? items.map((item) => rows[item.index]!) : rows
  const above = long ? (items[0]?.start ?? 0) : 0
  const below = long ? virtual.getTotalSize() - (items.at(-1)?.end ?? 0) : 0

  return (
    <Paper withBorder className={classes.box} ref={box} data-long={long || undefined} tabIndex={0} role="region" aria-label={label}>
      <Table verticalSpacing="xs" miw={minWidth} aria-rowcount={rows.length} stickyHeader={long} highlightOnHover={!!onRow}>
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <HeadCell key={column.id} column={column} sort={sort} onSort={onSort} />
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {above > 0 && <tr style={{ height: above }} />}
          {shown.map((row, i) => (
            <Table.Tr
              key={rowKey(row)}
              ref={long ? virtual.measureElement : undefined}
              data-index={items[i]?.index}
              onClick={onRow && (() => onRow(row))}
              className={onRow && classes.clickable}
            >
              {columns.map((column) => (
                <Cell key={column.id} column={column} row={row} />
              ))}
            </Table.Tr>
          ))}
          {below > 0 && <tr style={{ height: below }} />}
        </Table.Tbody>
      </Table>
      {rows.length === 0 && (
        <Text c="dimmed" size="sm" p="lg" ta="center" component="div">
          {empty ?? 'Nothing matches the filter.'}
        </Text>
      )}
    </Paper>
  )
}
