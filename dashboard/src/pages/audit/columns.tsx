import { Text } from '@mantine/core'
import type { AuditEntry } from '~/api/types'
import { Ago } from '~/components/Ago'
import { State } from '~/components/State'
import type { Column } from '~/components/table/arrange'

export const auditColumns: Column<AuditEntry>[] = [
  { id: 'at', label: 'When', cell: (e) => <Ago at={e.at} /> },
  { id: 'actor', label: 'Who', cell: (e) => (e.actor === '-' ? 'nobody signed in' : e.actor) },
  {
    id: 'action',
    label: 'What',
    cell: (e) => (
      <Text size="sm" ff="monospace">
        {e.action}
      </Text>
    ),
  },
  { id: 'target', label: 'To', cell: (e) => e.target ?? '–' },
  { id: 'outcome', label: 'Outcome', cell: (e) => <State state={e.outcome} /> },
  { id: 'detail', label: 'Detail', cell: (e) => e.detail ?? '–' },
  { id: 'address', label: 'From', cell: (e) => e.address ?? '–' },
]
