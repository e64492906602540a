import { Text } from '@mantine/core'
import type { Key } from '~/api/types'
import { Ago } from '~/components/Ago'
import type { Column } from '~/components/table/arrange'
import { KeyActions } from './KeyActions'
import { limitsOf } from './limits'

export const keyColumns = (onEdit: (key: Key) => void): Column<Key>[] => [
  {
    id: 'name',
    label: 'Name',
    value: (k) => `${k.name} ${k.prefix}`,
    cell: (k) => (
      <>
        <Text size="sm" fw={500}>
          {k.name}
        </Text>
        {k.prefix && (
          <Text size="xs" c="dimmed" ff="monospace" style={{ whiteSpace: 'nowrap' }}>
            {k.prefix}…
          </Text>
        )}
      </>
    ),
  },
  { id: 'owner', label: 'Owner', value: (k) => k.username, cell: (k) => k.username },
  { id: 'scopes', label: 'May', value: (k) => k.scopes.join(' '), cell: (k) => k.scopes.join(', ') },
  { id: 'limits', label: 'Limits', cell: (k) => <Text size="sm">{limitsOf(k).join(', ') || <span style={{ color: 'var(--mantine-color-dimmed)' }}>none</span>}</Text> },
  { id: 'used', label: 'Last used', value: (k) => k.lastUsedAt, cell: (k) => <Ago at={k.lastUsedAt} /> },
  { id: 'created', label: 'Created', value: (k) => k.createdAt, cell: (k) => <Ago at={k.createdAt} /> },
  { id: 'expires', label: 'Expires', value: (k) => k.expiresAt, cell: (k) => <Expiry at={k.expiresAt} /> },
  { id: 'actions', label: '', number: true, cell: (k) => <KeyActions value={k} onEdit={() => onEdit(k)} /> },
]

function Expiry({ at }: { at: string | null | undefined }) {
  const over = at && new Date(at).getTime() < Date.now()
  return (
    <Text size="sm" c={over ? 'var(--z-bad)' : undefined} component="span">
      {over && 'expired '}
      <Ago at={at} />
    </Text>
  )
}
