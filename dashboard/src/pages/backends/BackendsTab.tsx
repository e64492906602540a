import { Button, Stack, Text } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { Backend } from '~/api/types'
import { Async } from '~/components/Async'
import { Empty } from '~/components/Empty'
import { DataTable } from '~/components/table/DataTable'
import { FilterInput } from '~/components/table/FilterInput'
import { useTableState } from '~/components/table/useTableState'
import { backendColumns } from './columns'

interface Props {
  query: UseQueryResult<Backend[], Error>
  onSelect: (name: string) => void
  onAdd?: () => void
}

export function BackendsTab({ query, onSelect, onAdd }: Props) {
  return (
    <Async query={query} rows={6}>
      {(backends) =>
        backends.length === 0 ? (
          <Empty title="No backend yet" action={onAdd && <Button onClick={onAdd}>Add a backend</Button>}>
            Ziggie looks for model servers on this machine by itself: Ollama, llama-server, vLLM, LM Studio. Others are added by their address.
          </Empty>
        ) : (
          <List backends={backends} onSelect={onSelect} />
        )
      }
    </Async>
  )
}

function List({ backends, onSelect }: { backends: Backend[]; onSelect: (name: string) => void }) {
  const { shown, sort, filter, setSort, setFilter } = useTableState(backends, backendColumns)
  return (
    <Stack gap="xs">
      {backends.length > 4 && <FilterInput label="Filter backends" value={filter} onChange={setFilter} />}
      <DataTable
        label="Backends"
        rows={shown}
        columns={backendColumns}
        rowKey={(b) => b.name}
        sort={sort}
        onSort={setSort}
        onRow={(b) => onSelect(b.name)}
        minWidth={860}
      />
      <Text size="xs" c="dimmed">
        Choose one to test, change or remove it.
      </Text>
    </Stack>
  )
}
