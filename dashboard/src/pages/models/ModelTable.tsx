import { Stack } from '@mantine/core'
import { useMemo } from 'react'
import { useMay } from '~/api/auth'
import type { Model } from '~/api/types'
import { aliasesOf } from '~/components/modelOptions'
import { DataTable } from '~/components/table/DataTable'
import { FilterInput } from '~/components/table/FilterInput'
import { useTableState } from '~/components/table/useTableState'
import { modelColumns } from './columns'

export function ModelTable({ models }: { models: Model[] }) {
  const mayChat = useMay('models')
  const columns = useMemo(() => modelColumns(mayChat, aliasesOf(models)), [mayChat, models])
  const { shown, sort, filter, setSort, setFilter } = useTableState(models, columns)
  return (
    <Stack gap="xs">
      <FilterInput label="Filter models" value={filter} onChange={setFilter} />
      <DataTable label="Models" rows={shown} columns={columns} rowKey={(m) => `${m.kind} ${m.name}`} sort={sort} onSort={setSort} minWidth={860} />
    </Stack>
  )
}
