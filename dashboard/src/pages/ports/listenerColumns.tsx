import { Text } from '@mantine/core'
import { Ago } from '~/components/Ago'
import { ParamLink } from '~/components/ParamLink'
import type { Column } from '~/components/table/arrange'
import type { ListenerRow } from './report'
import { conflictCell } from './portColumns'
import { kindOf, pidsOf, placeOf, programOf, shortId } from './words'

const started = ({ listener }: ListenerRow) => listener.holders[0]?.startedAt
const command = ({ listener }: ListenerRow) => listener.holders[0]?.commandLine

export const listenerColumns: Column<ListenerRow>[] = [
  {
    id: 'port',
    label: 'Port',
    value: (r) => r.listener.port,
    cell: (r) => (
      <ParamLink name="selected" value={r.key} c="inherit" fw={500}>
        {r.listener.port}
      </ParamLink>
    ),
  },
  { id: 'protocol', label: 'Protocol', value: (r) => r.listener.protocol, cell: (r) => r.listener.protocol },
  { id: 'address', label: 'Address', value: (r) => r.listener.address, cell: (r) => <Address row={r} /> },
  { id: 'process', label: 'Process', value: (r) => `${programOf(r.listener)} ${r.listener.pids.join(' ')}`, cell: (r) => <Process row={r} /> },
  { id: 'user', label: 'User', value: (r) => r.listener.user, cell: (r) => r.listener.user ?? '–' },
  { id: 'container', label: 'Container', value: (r) => r.listener.container, cell: (r) => (r.listener.container ? <span title={r.listener.container}>{shortId(r.listener.container)}</span> : '–') },
  { id: 'started', label: 'Started', value: started, cell: (r) => (started(r) ? <Ago at={started(r)} /> : '–') },
  { id: 'command', label: 'Command', value: command, cell: (r) => (command(r) ? <Command text={command(r)!} /> : '–') },
  { id: 'conflict', label: 'Conflict', value: conflictOf, cell: (r) => conflictCell(conflictOf(r)) },
]

function conflictOf({ listener }: ListenerRow): string | undefined {
  return listener.conflicts.length > 0 ? listener.conflicts.map(kindOf).join(', ') : undefined
}

const Address = ({ row: { listener } }: { row: ListenerRow }) => (
  <Text size="sm" ff="monospace" component="span" title={placeOf(listener)} style={{ overflowWrap: 'anywhere' }}>
    {listener.address}
  </Text>
)

function Process({ row: { listener } }: { row: ListenerRow }) {
  const pids = pidsOf(listener)
  return (
    <>
      <Text size="sm" component="span" style={{ overflowWrap: 'anywhere' }}>
        {programOf(listener)}
      </Text>
      {pids && listener.pids.length > 0 && (
        <Text size="xs" c="dimmed">
          {pids}
        </Text>
      )}
      {listener.recordedPidGone && (
        <Text size="xs" c="dimmed">
          opened by {listener.recordedPid}, ended
        </Text>
      )}
    </>
  )
}

/** The whole of it is in the details. */
const Command = ({ text }: { text: string }) => (
  <Text size="xs" ff="monospace" maw={260} lineClamp={2} title={text} style={{ overflowWrap: 'anywhere' }}>
    {text}
  </Text>
)
