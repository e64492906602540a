import { Group, NativeSelect, Stack, Tabs, Text, TextInput } from '@mantine/core'
import { useMemo } from 'react'
import { DataTable } from '~/components/table/DataTable'
import { FilterInput } from '~/components/table/FilterInput'
import { useTableState } from '~/components/table/useTableState'
import { useParam } from '~/components/useParam'
import { count, plural } from '~/format/numbers'
import { isWithin, rangeOf } from './filter'
import { listenerColumns } from './listenerColumns'
import { portColumns } from './portColumns'
import type { ListenerRow, PortRow, Ports } from './report'

const protocols = [
  { value: '', label: 'TCP and UDP' },
  { value: 'tcp', label: 'TCP' },
  { value: 'udp', label: 'UDP' },
]

/** The ports and the listeners, narrowed by the same words. */
export function Lists({ ports }: { ports: Ports }) {
  const [tab, setTab] = useParam('tab', 'ports')
  const [protocol, setProtocol] = useParam('protocol')
  const [asked, setAsked] = useParam('ports')
  const [, select] = useParam('selected')
  const range = useMemo(() => rangeOf(asked), [asked])
  const portRows = useMemo(() => ports.ports.filter((row) => isWithin(row.view, protocol, range)), [ports, protocol, range])
  const listenerRows = useMemo(() => ports.listeners.filter((row) => isWithin(row.listener, protocol, range)), [ports, protocol, range])
  const byPort = useTableState<PortRow>(portRows, portColumns)
  const byListener = useTableState<ListenerRow>(listenerRows, listenerColumns)
  const [shown, all] = tab === 'listeners' ? [byListener.shown.length, ports.listeners.length] : [byPort.shown.length, ports.ports.length]
  const word = tab === 'listeners' ? 'listener' : 'port'

  return (
    <Tabs value={tab} onChange={setTab} keepMounted={false}>
      <Tabs.List mb="md">
        <Tabs.Tab value="ports">By port</Tabs.Tab>
        <Tabs.Tab value="listeners">All listeners</Tabs.Tab>
      </Tabs.List>
      <Stack gap="xs">
        <Group gap="sm" align="flex-start">
          <FilterInput label="Filter by any word" value={byPort.filter} onChange={byPort.setFilter} />
          <NativeSelect aria-label="Protocol" value={protocol} onChange={(e) => setProtocol(e.currentTarget.value)} data={protocols} />
          <TextInput
            aria-label="Ports"
            placeholder="Ports, such as 3000-9000"
            value={asked}
            onChange={(e) => setAsked(e.currentTarget.value)}
            error={range === null && 'One port, or a range such as 3000-9000'}
            w={210}
          />
        </Group>
        <Tabs.Panel value="ports">
          <DataTable label="Ports" rows={byPort.shown} columns={portColumns} rowKey={(r) => r.key} sort={byPort.sort} onSort={byPort.setSort} onRow={(r) => select(r.key)} minWidth={820} />
        </Tabs.Panel>
        <Tabs.Panel value="listeners">
          <DataTable
            label="Listeners"
            rows={byListener.shown}
            columns={listenerColumns}
            rowKey={(r) => r.key}
            sort={byListener.sort}
            onSort={byListener.setSort}
            onRow={(r) => select(r.key)}
            minWidth={900}
          />
        </Tabs.Panel>
        <Text size="xs" c="dimmed">
          {shown === all ? plural(all, word) : `${count(shown)} of ${plural(all, word)}`}. Choose one for its processes; the list renews itself.
        </Text>
      </Stack>
    </Tabs>
  )
}
