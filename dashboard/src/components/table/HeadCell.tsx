import { Table, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { nextSort, type Column } from './arrange'
import classes from './DataTable.module.css'

interface Props<T> {
  column: Column<T>
  sort: string
  onSort?: (sort: string) => void
}

export function HeadCell<T>({ column, sort, onSort }: Props<T>) {
  const direction = sort === column.id ? 'ascending' : sort === `-${column.id}` ? 'descending' : 'none'
  const sortable = onSort && column.value
  return (
    <Table.Th className={column.number ? classes.number : undefined} aria-sort={sortable ? direction : undefined}>
      {sortable ? (
        <UnstyledButton onClick={() => onSort(nextSort(sort, column.id))} className={classes.sort}>
          {column.label}
          <span aria-hidden="true">{direction === 'ascending' ? ' ↑' : direction === 'descending' ? ' ↓' : ''}</span>
        </UnstyledButton>
      ) : (
        column.label || <VisuallyHidden>Actions</VisuallyHidden>
      )}
    </Table.Th>
  )
}
