import { Text } from '@mantine/core'
import { ParamLink } from '~/components/ParamLink'
import type { Column } from '~/components/table/arrange'
import { count } from '~/format/numbers'
import { textOf } from './filter'
import { meetings, reachOf, type PortRow } from './report'
import { kindOf, whoOf } from './words'

export const portColumns: Column<PortRow>[] = [
  {
    id: 'port',
    label: 'Port',
    value: (r) => r.view.port,
    cell: (r) => (
      <ParamLink name="selected" value={r.key} c="inherit" fw={500}>
        {r.view.port}
      </ParamLink>
    ),
  },
  { id: 'protocol', label: 'Protocol', value: (r) => r.view.protocol, cell: (r) => r.view.protocol },
  { id: 'who', label: 'Who answers', value: textOf, cell: (r) => <WhoAnswers row={r} /> },
  { id: 'reach', label: 'Reached from', value: reachOf, cell: reachOf },
  { id: 'listeners', label: 'Listeners', number: true, value: (r) => r.listeners.length, cell: (r) => count(r.listeners.length) },
  { id: 'conflict', label: 'Conflict', value: conflictOf, cell: (r) => conflictCell(conflictOf(r)) },
]

function conflictOf({ view }: PortRow): string | undefined {
  return view.conflicts.length > 0 ? [...new Set(view.conflicts.map((c) => kindOf(c.kind)))].join(', ') : undefined
}

/** Who is met; and where, as soon as it is not the same for all who reach anybody. */
function WhoAnswers({ row }: { row: PortRow }) {
  const met = meetings(row).filter((m) => m.how !== 'nobody')
  return met.map(({ to, by }) => {
    const { name, about } = whoOf(by.map((b) => b.listener))
    return (
      <Text size="sm" key={to[0]} style={{ overflowWrap: 'anywhere' }}>
        {met.length > 1 && (
          <Text component="span" size="xs" c="dimmed">
            {to.join(', ')} →{' '}
          </Text>
        )}
        {name}{' '}
        <Text component="span" size="xs" c="dimmed">
          {about}
        </Text>
      </Text>
    )
  })
}

export const conflictCell = (kinds: string | undefined) =>
  kinds ? (
    <Text size="sm" style={{ color: 'var(--z-bad)' }}>
      {kinds}
    </Text>
  ) : (
    '–'
  )
