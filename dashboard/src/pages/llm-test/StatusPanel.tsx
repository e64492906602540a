import { Badge, Button, Group, Paper, Stack, Text } from '@mantine/core'
import type { LlmStatus } from '~/api/types'
import { BackendName } from '~/components/BackendName'
import { CurlButton } from '~/components/Curl'
import { State } from '~/components/State'
import { duration, plural } from '~/format/numbers'

interface Props {
  status: LlmStatus
  checking: boolean
  check: () => void
}

export function StatusPanel({ status, checking, check }: Props) {
  // Degraded still answers, so it is online; the reason says what is amiss.
  const online = status.status !== 'offline'
  const version = status.version?.version
  return (
    <Paper withBorder p="md">
      <Group justify="space-between">
        <Group gap="sm" role="status">
          <Badge id="llm-status" size="lg" radius="sm" color={online ? 'green.9' : 'red.8'} variant="filled">
            {online ? 'ONLINE' : 'OFFLINE'}
          </Badge>
          <Text size="sm">
            <b>{status.service}</b> {version && `version ${version}`}{' '}
            <Text component="span" c="dimmed" size="sm">
              {status.url}
            </Text>
          </Text>
        </Group>
        <Group gap="xs">
          <CurlButton path="/api/llm/status" />
          <Button size="xs" variant="default" onClick={check} loading={checking}>
            Check again
          </Button>
        </Group>
      </Group>
      {status.reason && (
        <Text size="sm" mt="sm">
          {status.reason.message}{' '}
          <Text component="span" size="xs" c="dimmed" ff="monospace">
            {status.reason.code}
          </Text>
        </Text>
      )}
      {status.backends.length > 1 && <Backends backends={status.backends} />}
    </Paper>
  )
}

function Backends({ backends }: { backends: LlmStatus['backends'] }) {
  return (
    <Stack component="ul" gap={6} mt="md" mb={0} pl={0} style={{ listStyle: 'none' }}>
      {backends.map((b) => (
        <Group component="li" key={b.name} gap="sm">
          <Text size="sm" w={150} component="span">
            <BackendName name={b.name} />
          </Text>
          <State state={b.status} />
          <Text size="sm" c="dimmed" component="span">
            {b.reason?.message ?? [b.version, plural(b.models.length, 'model'), duration(b.latencyMs)].filter(Boolean).join(' · ')}
          </Text>
        </Group>
      ))}
    </Stack>
  )
}
