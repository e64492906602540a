import { Stack } from '@mantine/core'
import { useMemo } from 'react'
import { useMay } from '~/api/auth'
import type { Model } from '~/api/types'
import { modelOptions } from '~/components/modelOptions'
import { DataTable } from '~/components/table/DataTable'
import { FilterInput } from '~/components/table/FilterInput'
import { useTableState } from '~/components/table/useTableState'
import { modelColumns } from './columns'

export function ModelTable({ models }: { models: Model[] }) {
  const mayChat = useMay('models')
  const rows = useMemo(() => modelOptions(models), [models])
  const columns = useMemo(() => modelColumns(mayChat), [mayChat])
  const { shown, sort, filter, setSort, setFilter } = useTableState(rows, columns)
  return (
    <Stack gap="xs">
      <FilterInput label="Filter models" value={filter} onChange={setFilter} />
      <DataTable label="Models" rows={shown} columns={columns} rowKey={(r) => `${r.model.backend}/${r.model.name}`} sort={sort} onSort={setSort} minWidth={860} />
    </Stack>
  )
}
