import { Badge, Button, Group, Paper, Stack, Text } from '@mantine/core'
import type { LlmStatus } from '~/api/types'
import { BackendName } from '~/components/BackendName'
import { CurlButton } from '~/components/Curl'
import { backendTarget } from '~/components/doctorLink'
import { ReasonCode } from '~/components/ReasonCode'
import { Simulated } from '~/components/Simulated'
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
  const simulated = status.backends[0]?.simulated
  return (
    <Paper withBorder p="md">
      <Group justify="space-between">
        <Group gap="sm" role="status">
          <Badge id="llm-status" size="lg" radius="sm" color={online ? '#1f7a35' : '#c92a2a'} variant="filled">
            {online ? 'ONLINE' : 'OFFLINE'}
          </Badge>
          <Text size="sm">
            <b>{status.service}</b> {simulated ? <Simulated small /> : version && `version ${version}`}{' '}
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
          <ReasonCode code={status.reason.code} target={status.backends[0] && backendTarget(status.backends[0].name)} />
        </Text>
      )}
    </Paper>
  )
}

/** All of them, where there is more than the one that the badge speaks of. */
export function BackendList({ backends }: { backends: LlmStatus['backends'] }) {
  if (backends.length < 2) return null
  return (
    <Stack component="ul" aria-label="Backends" gap={6} my={0} pl={0} style={{ listStyle: 'none' }}>
      {backends.map((b) => (
        <Group component="li" key={b.name} gap="4px 12px">
          <Text size="sm" miw={150} component="span">
            <BackendName name={b.name} />
          </Text>
          <State state={b.status} />
          <Text size="sm" c="dimmed" component="span" style={{ overflowWrap: 'anywhere' }}>
            {b.reason?.message ?? [b.version, plural(b.models.length, 'model'), duration(b.latencyMs)].filter(Boolean).join(' · ')}
          </Text>
        </Group>
      ))}
    </Stack>
  )
}
