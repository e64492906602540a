import { Group, Paper, Stack, Text, Title } from '@mantine/core'
import type { DoctorReport } from '~/api/types'
import { Icon } from '~/components/icons'
import { Checked } from './Checked'

/** Nothing is wrong, and what that rests on. */
export function Healthy({ report }: { report: DoctorReport }) {
  return (
    <Paper withBorder p="lg">
      <Stack gap="sm">
        <Group gap="sm">
          <span style={{ lineHeight: 0, color: 'var(--z-good)' }}>
            <Icon name="check" size={22} />
          </span>
          <Title order={2} size="h4">
            Nothing found
          </Title>
        </Group>
        <Text size="sm">All that was looked at is as it should be.</Text>
        <Checked checked={report.checked} />
      </Stack>
    </Paper>
  )
}
