import { Button, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { count } from '~/format/numbers'
import { ConflictCard } from './ConflictCard'
import { troubled, type PortRow } from './report'

/** More at once than anybody reads. */
const few = 8

/** What is wrong, a card for each port; the worst first. */
export function Conflicts({ ports, platform }: { ports: PortRow[]; platform: string }) {
  const [all, setAll] = useState(false)
  const rows = troubled(ports)
  const shown = all ? rows.slice(0, 200) : rows.slice(0, few)
  if (ports.length === 0) return null
  return (
    <Stack component="section" gap="sm" aria-label="Conflicts">
      <Title order={2} size="h4">
        {rows.length === 0 ? 'No conflicts' : `Conflicts at ${rows.length === 1 ? 'one port' : `${count(rows.length)} ports`}`}
      </Title>
      {rows.length === 0 && (
        <Text size="sm" c="dimmed">
          At each port, every caller reaches the same server, as far as can be seen.
        </Text>
      )}
      {shown.map((row) => (
        <ConflictCard key={row.key} row={row} platform={platform} />
      ))}
      {rows.length > shown.length && !all && (
        <Button variant="default" size="xs" onClick={() => setAll(true)} style={{ alignSelf: 'center' }}>
          Show all {count(rows.length)}
        </Button>
      )}
    </Stack>
  )
}
