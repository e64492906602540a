import { Anchor, Text } from '@mantine/core'
import { Link } from 'react-router'
import type { Backend } from '~/api/types'
import { BackendName } from '~/components/BackendName'
import { backendTarget } from '~/components/doctorLink'
import { Reason } from '~/components/Reason'
import { State } from '~/components/State'
import type { Column } from '~/components/table/arrange'
import { count, duration } from '~/format/numbers'
import { sourceOf } from './source'

export const backendColumns: Column<Backend>[] = [
  {
    id: 'name',
    label: 'Name',
    value: (b) => b.name,
    cell: (b) => (
      <>
        <Anchor component={Link} to={`?selected=${encodeURIComponent(b.name)}`} c="inherit" size="sm" fw={500} onClick={(e) => e.stopPropagation()}>
          <BackendName name={b.name} />
        </Anchor>
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {b.url || 'built in'}
        </Text>
      </>
    ),
  },
  {
    id: 'state',
    label: 'State',
    value: (b) => `${b.status} ${b.reason?.message ?? ''}`,
    cell: (b) => (
      <>
        <State state={b.status} />
        {b.reason && <Reason text={b.reason.message} code={b.reason.code} target={backendTarget(b.name)} />}
      </>
    ),
  },
  { id: 'type', label: 'Type', value: (b) => b.type, cell: (b) => [...new Set([b.type, b.version])].filter(Boolean).join(' ') },
  { id: 'models', label: 'Models', number: true, value: (b) => b.models.length, cell: (b) => <span title={b.models.join('\n')}>{count(b.models.length)}</span> },
  { id: 'busy', label: 'Busy', number: true, value: (b) => b.inFlight, cell: (b) => `${count(b.inFlight)} of ${count(b.maxConcurrency)}` },
  { id: 'waiting', label: 'Waiting', number: true, value: (b) => b.queued, cell: (b) => count(b.queued) },
  { id: 'latency', label: 'Probe', number: true, value: (b) => b.latencyMs, cell: (b) => duration(b.latencyMs) },
  { id: 'priority', label: 'Priority', number: true, value: (b) => b.priority, cell: (b) => b.priority },
  { id: 'source', label: 'From', value: (b) => sourceOf(b), cell: (b) => <Text size="sm">{sourceOf(b)}</Text> },
]
