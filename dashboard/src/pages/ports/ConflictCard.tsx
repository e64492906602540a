import { Anchor, Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { Link } from 'react-router'
import { useDoctor } from '~/api/doctor'
import { findingLink } from '~/components/doctorLink'
import { Icon } from '~/components/icons'
import { ParamLink } from '~/components/ParamLink'
import { Answers } from './Answers'
import { PortActions } from './PortActions'
import { misleads, type PortRow } from './report'
import { kindOf } from './words'

/** One port that is not what it seems: who answers whom, and why that is wrong. */
export function ConflictCard({ row, platform }: { row: PortRow; platform: string }) {
  const { view } = row
  const grave = misleads(row)
  return (
    <Paper withBorder p="md" component="article" aria-label={`${view.protocol} ${view.port}`} data-testid="conflict">
      <Group justify="space-between" gap="xs" mb="sm">
        <Group gap="sm">
          <span style={{ lineHeight: 0, color: grave ? 'var(--z-bad)' : 'var(--z-warn)' }}>
            <Icon name={grave ? 'alert' : 'info'} />
          </span>
          <Title order={3} size="h5">
            <ParamLink name="selected" value={row.key} c="inherit" fz="inherit" fw="inherit">
              {view.protocol} {view.port}
            </ParamLink>
          </Title>
          <Text size="sm" fw={500} style={{ color: grave ? 'var(--z-bad)' : 'var(--z-warn)' }}>
            {[...new Set(view.conflicts.map((c) => kindOf(c.kind)))].join(' · ')}
          </Text>
        </Group>
        <PortActions row={row} platform={platform} />
      </Group>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        <Answers row={row} />
        <Stack gap="xs">
          <Troubles row={row} />
          <DoctorSays target={`port:${row.key}`} />
        </Stack>
      </SimpleGrid>
    </Paper>
  )
}

/** Where the doctor has looked at this port, too. */
function DoctorSays({ target }: { target: string }) {
  const all = useDoctor().data?.findings.flatMap((root) => [root, ...root.consequences])
  const finding = all?.find((f) => f.target === target)
  return (
    finding && (
      <Anchor component={Link} to={findingLink(finding.code, target)} size="sm">
        What the doctor says: {finding.code}
      </Anchor>
    )
  )
}

const most = 6

/** The sentences, each with what would mend it. */
export function Troubles({ row: { view } }: { row: PortRow }) {
  const texts = [...new Set(view.conflicts.map((c) => c.text))]
  return (
    <Stack gap="xs">
      {texts.slice(0, most).map((text) => (
        <Text key={text} size="sm" style={{ overflowWrap: 'anywhere' }}>
          {text}
        </Text>
      ))}
      {texts.length > most && (
        <Text size="sm" c="dimmed">
          And {texts.length - most} more of the kind.
        </Text>
      )}
    </Stack>
  )
}
