import { Stack } from '@mantine/core'
import { useMemo } from 'react'
import type { Key } from '~/api/types'
import { DataTable } from '~/components/table/DataTable'
import { FilterInput } from '~/components/table/FilterInput'
import { useTableState } from '~/components/table/useTableState'
import { keyColumns } from './columns'

export function KeyTable({ keys, onEdit }: { keys: Key[]; onEdit: (key: Key) => void }) {
  const columns = useMemo(() => keyColumns(onEdit), [onEdit])
  const { shown, sort, filter, setSort, setFilter } = useTableState(keys, columns)
  return (
    <Stack gap="xs">
      {keys.length > 4 && <FilterInput label="Filter keys" value={filter} onChange={setFilter} />}
      <DataTable label="Keys" rows={shown} columns={columns} rowKey={(k) => k.id} sort={sort} onSort={setSort} minWidth={900} />
    </Stack>
  )
}
