import { Button, Code, Group, Stack, Text } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { LocalModel, LocalModels } from '~/api/types'
import { Async } from '~/components/Async'
import { CopyButton } from '~/components/CopyButton'
import { Empty } from '~/components/Empty'
import { EngineNotice } from '~/components/EngineNotice'
import { DataTable } from '~/components/table/DataTable'
import { FilterInput } from '~/components/table/FilterInput'
import { useTableState } from '~/components/table/useTableState'
import { localColumns } from './columns'
import { EngineLine } from './EngineLine'
import { useLocalRows } from './useLocalRows'

interface Props {
  query: UseQueryResult<LocalModels, Error>
  onSelect: (name: string) => void
  onPull?: () => void
}

/** What lies on this machine's disk, and what of it is in memory. */
export function LocalTab({ query, onSelect, onPull }: Props) {
  return (
    <Async query={query} rows={6}>
      {({ items, folder }) => (
        <Stack gap="xs">
          <EngineNotice />
          {items.length === 0 ? (
            <Empty title="No model on this machine’s disk" action={onPull && <Button onClick={onPull}>Pull a model</Button>}>
              Put a GGUF file into <Code>{folder}</Code>
              {onPull ? ', or pull a model by its name.' : ', or ask an operator to pull one.'}
            </Empty>
          ) : (
            <List models={items} onSelect={onSelect} />
          )}
          {items.length > 0 && (
            <Group gap={4}>
              <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                GGUF files put into <Code>{folder}</Code> appear here within seconds. Choose a model for all that is known of it.
              </Text>
              <CopyButton small label="Copy the folder’s path" text={folder} />
            </Group>
          )}
        </Stack>
      )}
    </Async>
  )
}

function List({ models, onSelect }: { models: LocalModel[]; onSelect: (name: string) => void }) {
  const rows = useLocalRows(models)
  const { shown, sort, filter, setSort, setFilter } = useTableState(rows, localColumns, 'local.')
  return (
    <>
      <Group justify="space-between" gap="xs">
        <FilterInput label="Filter models on disk" value={filter} onChange={setFilter} />
        <EngineLine />
      </Group>
      <DataTable
        label="Models on disk"
        rows={shown}
        columns={localColumns}
        rowKey={(r) => r.model.name}
        sort={sort}
        onSort={setSort}
        onRow={(r) => onSelect(r.model.name)}
        minWidth={920}
      />
    </>
  )
}
