import { Anchor, Button, Group, Paper, Title } from '@mantine/core'
import { Link } from 'react-router'
import { useMay } from '~/api/auth'
import type { Backend, Overview } from '~/api/types'
import { Empty } from '~/components/Empty'
import { DataTable } from '~/components/table/DataTable'
import { useTableState } from '~/components/table/useTableState'
import { backendStateColumns } from './columns'

export function BackendStates({ backends, live }: { backends: Backend[]; live: Overview | undefined }) {
  const rows = backends.map((backend) => ({ backend, series: live?.backends.find((b) => b.name === backend.name)?.series, bucket: live?.bucketSeconds ?? 10 }))
  const { shown, sort, setSort } = useTableState(rows, backendStateColumns)
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
      {backends.length === 0 ? (
        <NoBackend />
      ) : (
        <DataTable label="Backends" rows={shown} columns={backendStateColumns} rowKey={(r) => r.backend.name} sort={sort} onSort={setSort} minWidth={860} />
      )}
    </section>
  )
}

function NoBackend() {
  const mayAdd = useMay('operate')
  const add = mayAdd && (
    <Button component={Link} to="/backends?add=1" mt="xs">
      Add a backend
    </Button>
  )
  return (
    <Paper withBorder>
      <Empty title="No backend yet" action={add}>
        A backend is a server that answers model requests: Ollama, llama-server, vLLM, a cloud.
      </Empty>
    </Paper>
  )
}
