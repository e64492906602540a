import { Button, Stack } from '@mantine/core'
import { useUsageRequests, type UsageFilter } from '~/api/usage'
import { SkeletonRows } from '~/components/Async'
import { ErrorBox } from '~/components/ErrorBox'
import { DataTable } from '~/components/table/DataTable'
import { requestColumns } from './requestColumns'

export function RequestsPanel({ filter }: { filter: UsageFilter }) {
  const requests = useUsageRequests(filter)
  const rows = requests.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Stack gap="xs">
      {requests.error && <ErrorBox error={requests.error} retry={() => void requests.refetch()} />}
      {requests.isPending && <SkeletonRows rows={8} />}
      {requests.data && (
        <DataTable label="Requests" rows={rows} columns={requestColumns} rowKey={(r) => r.id} minWidth={1080} empty="No request in this time." />
      )}
      {requests.hasNextPage && (
        <Button variant="default" size="xs" onClick={() => void requests.fetchNextPage()} loading={requests.isFetchingNextPage} style={{ alignSelf: 'center' }}>
          Show older ones
        </Button>
      )}
    </Stack>
  )
}
