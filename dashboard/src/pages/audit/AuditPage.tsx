import { Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useAudit } from '~/api/audit'
import { SkeletonRows } from '~/components/Async'
import { CurlButton } from '~/components/Curl'
import { ErrorBox } from '~/components/ErrorBox'
import { Page } from '~/components/Page'
import { DataTable } from '~/components/table/DataTable'
import { useParam } from '~/components/useParam'
import { auditColumns } from './columns'

const outcomes = [
  { value: '', label: 'Any outcome' },
  { value: 'ok', label: 'ok' },
  { value: 'denied', label: 'denied' },
  { value: 'failed', label: 'failed' },
]

export function Component() {
  const [actor, setActor] = useParam('actor')
  const [action, setAction] = useParam('action')
  const [outcome, setOutcome] = useParam('outcome')
  const [settled] = useDebouncedValue({ actor, action }, 300)
  const entries = useAudit({ actor: settled.actor || undefined, action: settled.action || undefined, outcome: outcome || undefined })
  const rows = entries.data?.pages.flatMap((page) => page.items) ?? []

  return (
    <Page title="Audit" about="Every act that touches security: who, what, from where, and how it ended." actions={<CurlButton path="/api/audit" />}>
      <Stack gap="xs">
        <Group gap="sm">
          <TextInput aria-label="Who" placeholder="Who" value={actor} onChange={(e) => setActor(e.currentTarget.value)} flex="1 1 110px" maw={180} />
          <TextInput aria-label="What" placeholder="What, such as auth.login" value={action} onChange={(e) => setAction(e.currentTarget.value)} flex="1 1 190px" maw={260} />
          <NativeSelect aria-label="Outcome" value={outcome} onChange={(e) => setOutcome(e.currentTarget.value)} data={outcomes} />
        </Group>
        {entries.error && <ErrorBox error={entries.error} retry={() => void entries.refetch()} />}
        {entries.isPending && <SkeletonRows rows={8} />}
        {entries.data && <DataTable label="Audit entries" rows={rows} columns={auditColumns} rowKey={(e) => e.id} minWidth={760} />}
        {entries.hasNextPage && (
          <Button variant="default" size="xs" onClick={() => void entries.fetchNextPage()} loading={entries.isFetchingNextPage} style={{ alignSelf: 'center' }}>
            Show older ones
          </Button>
        )}
      </Stack>
    </Page>
  )
}
