import { Anchor, Button, Group, Paper, Table, Text, Title } from '@mantine/core'
import { Link } from 'react-router'
import { useMay } from '~/api/auth'
import type { Backend, Overview } from '~/api/types'
import { BackendName } from '~/components/BackendName'
import { Empty } from '~/components/Empty'
import { State } from '~/components/State'
import { compact, count, duration, plural } from '~/format/numbers'
import { lastMinute, tokens } from './rates'

export function BackendStates({ backends, live }: { backends: Backend[]; live: Overview | undefined }) {
  const mayAdd = useMay('operate')
  const add = mayAdd && (
    <Button component={Link} to="/backends?add=1" mt="xs">
      Add a backend
    </Button>
  )
  return (
    <section>
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4">
          Backends
        </Title>
        <Anchor component={Link} to="/backends" size="sm">
          All about them
        </Anchor>
      </Group>
      <Paper withBorder>
        {backends.length === 0 ? (
          <Empty title="No backend yet" action={add}>
            A backend is a server that answers model requests: Ollama, llama-server, vLLM, a cloud.
          </Empty>
        ) : (
          <Table.ScrollContainer minWidth={860} type="native">
            <Table verticalSpacing="xs">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Name</Table.Th>
                  <Table.Th>State</Table.Th>
                  <Table.Th ta="right">Busy</Table.Th>
                  <Table.Th ta="right">Waiting</Table.Th>
                  <Table.Th ta="right">Requests/min</Table.Th>
                  <Table.Th ta="right">Tokens/min</Table.Th>
                  <Table.Th ta="right">First token, median</Table.Th>
                  <Table.Th ta="right">Errors</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {backends.map((backend) => (
                  <Row key={backend.name} backend={backend} live={live} />
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </Paper>
    </section>
  )
}

function Row({ backend, live }: { backend: Backend; live: Overview | undefined }) {
  const series = live?.backends.find((b) => b.name === backend.name)?.series
  const bucket = live?.bucketSeconds ?? 10
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component={Link} to={`/backends?selected=${encodeURIComponent(backend.name)}`} c="inherit" size="sm" fw={500}>
          <BackendName name={backend.name} />
        </Anchor>
        <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
          {[backend.type, backend.version, plural(backend.models.length, 'model')].filter(Boolean).join(' · ')}
        </Text>
      </Table.Td>
      <Table.Td>
        <State state={backend.status} />
        {backend.reason && (
          <Text size="xs" c="dimmed" maw={320}>
            {backend.reason.message}
          </Text>
        )}
      </Table.Td>
      <Table.Td ta="right" style={{ whiteSpace: 'nowrap' }}>
        {count(backend.inFlight)} of {count(backend.maxConcurrency)}
      </Table.Td>
      <Table.Td ta="right">{count(backend.queued)}</Table.Td>
      <Table.Td ta="right">{compact(series ? lastMinute(series.requests, bucket) : 0)}</Table.Td>
      <Table.Td ta="right">{compact(series ? lastMinute(tokens(series), bucket) : 0)}</Table.Td>
      <Table.Td ta="right">{duration(series?.p50FirstTokenMs)}</Table.Td>
      <Table.Td ta="right">{count(series?.totalErrors ?? 0)}</Table.Td>
    </Table.Tr>
  )
}
