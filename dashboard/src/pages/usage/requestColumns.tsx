import { Text } from '@mantine/core'
import type { UsageRequest } from '~/api/types'
import { Ago } from '~/components/Ago'
import { BackendName } from '~/components/BackendName'
import type { Column } from '~/components/table/arrange'
import { count, duration } from '~/format/numbers'

/** Where the backend told no numbers, Ziggie's estimate, marked as such. */
const tokens = (n: number | null, estimated: boolean) => (n == null ? '–' : `${estimated ? '≈ ' : ''}${count(n)}`)

export const requestColumns: Column<UsageRequest>[] = [
  { id: 'at', label: 'When', cell: (r) => <Ago at={r.at} /> },
  {
    id: 'model',
    label: 'Model',
    cell: (r) => (
      <>
        <Text size="sm">{r.model || r.requestedModel || '–'}</Text>
        {r.model && r.requestedModel && r.requestedModel !== r.model && (
          <Text size="xs" c="dimmed">
            asked for {r.requestedModel}
          </Text>
        )}
      </>
    ),
  },
  { id: 'backend', label: 'Backend', cell: (r) => (r.backend ? <BackendName name={r.backend} /> : '–') },
  {
    id: 'status',
    label: 'Status',
    cell: (r) => (
      <Text size="sm" fw={500} c={r.status >= 400 && r.status !== 499 ? 'var(--z-bad)' : undefined} title={r.status === 499 ? 'The client left' : undefined}>
        {r.status}
        {r.error && (
          <Text component="span" size="xs" c="dimmed" fw={400} display="block">
            {r.error}
          </Text>
        )}
      </Text>
    ),
  },
  { id: 'prompt', label: 'Prompt', number: true, cell: (r) => tokens(r.promptTokens, r.estimated) },
  { id: 'reply', label: 'Reply', number: true, cell: (r) => tokens(r.completionTokens, r.estimated) },
  { id: 'queue', label: 'Waited', number: true, cell: (r) => duration(r.queueMs) },
  { id: 'first', label: 'First token', number: true, cell: (r) => duration(r.firstTokenMs) },
  { id: 'total', label: 'Total', number: true, cell: (r) => duration(r.totalMs) },
  { id: 'who', label: 'Who', cell: (r) => <span title={r.address ?? undefined}>{[r.user, r.key].filter(Boolean).join(' / ')}</span> },
  {
    id: 'door',
    label: 'Through',
    cell: (r) => (
      <Text size="sm" title={r.client ?? undefined}>
        {r.door}
      </Text>
    ),
  },
]
