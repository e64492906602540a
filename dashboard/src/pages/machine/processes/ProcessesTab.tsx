import { Group, Stack, Text } from '@mantine/core'
import { useProcesses } from '~/api/machine'
import { Async } from '~/components/Async'
import type { MachineProcess } from '~/api/types'
import { DataTable } from '~/components/table/DataTable'
import { FilterInput } from '~/components/table/FilterInput'
import { useTableState } from '~/components/table/useTableState'
import { useParam } from '~/components/useParam'
import { count, plural } from '~/format/numbers'
import { columns } from './columns'

/** Those that take most first, as with `top`. */
const usual = '-cpu'

export function ProcessesTab() {
  const [sort] = useParam('sort', usual)
  // Of more processes than are shown, which ones depends on what is looked for.
  const processes = useProcesses(/memory|threads/.test(sort) ? 'memory' : 'cpu')
  return (
    <Async query={processes} rows={12}>
      {(data) => (
        <Stack gap="xs">
          <Processes items={data.items} note={note(data)} />
        </Stack>
      )}
    </Async>
  )
}

function Processes({ items, note }: { items: MachineProcess[]; note: string }) {
  const [sort, setSort] = useParam('sort', usual)
  const { shown, filter, setFilter } = useTableState(items, columns, '', usual)
  return (
    <>
      <Group justify="space-between" gap="xs">
        <FilterInput label="Filter processes" value={filter} onChange={setFilter} />
        <Text size="sm" c="dimmed">
          {note}
        </Text>
      </Group>
      <DataTable label="Processes" rows={shown} columns={columns} rowKey={(p) => `${p.pid} ${p.startTicks}`} sort={sort} onSort={setSort} minWidth={760} empty={items.length === 0 ? 'This machine tells of no process.' : undefined} />
    </>
  )
}

const note = ({ total, running, threads, items }: { total: number; running: number; threads: number; items: unknown[] }) =>
  `${plural(total, 'process', 'processes')}, ${count(running)} running, ${plural(threads, 'thread')}${items.length < total ? `; the first ${items.length} are shown` : ''}`
