import { Stack, Text } from '@mantine/core'
import { useMemo } from 'react'
import { useMetadata } from '~/api/localModels'
import { Async } from '~/components/Async'
import type { Column } from '~/components/table/arrange'
import { DataTable } from '~/components/table/DataTable'
import { FilterInput } from '~/components/table/FilterInput'
import { useTableState } from '~/components/table/useTableState'

interface Entry {
  key: string
  value: string
}

const mono = (text: string) => (
  <Text size="xs" ff="monospace" style={{ overflowWrap: 'anywhere' }} lineClamp={4} title={text.length > 200 ? text.slice(0, 1000) : undefined}>
    {text}
  </Text>
)

const columns: Column<Entry>[] = [
  { id: 'key', label: 'Key', value: (e) => e.key, cell: (e) => mono(e.key) },
  { id: 'value', label: 'Value', value: (e) => e.value, cell: (e) => mono(e.value) },
]

/** What the file says of itself, all of it. */
export function Metadata({ name }: { name: string }) {
  return <Async query={useMetadata(name)} rows={10}>{(entries) => <List entries={entries} />}</Async>
}

function List({ entries }: { entries: Record<string, string> }) {
  const rows = useMemo(() => Object.entries(entries).map(([key, value]) => ({ key, value })), [entries])
  const { shown, sort, filter, setSort, setFilter } = useTableState(rows, columns, 'metadata.')
  return (
    <Stack gap="xs">
      <FilterInput label="Filter metadata" value={filter} onChange={setFilter} />
      <DataTable label="Metadata" rows={shown} columns={columns} rowKey={(e) => e.key} sort={sort} onSort={setSort} minWidth={420} />
    </Stack>
  )
}
