import { Button, Text } from '@mantine/core'
import { useEndSession, useSessions } from '~/api/settings'
import { Ago } from '~/components/Ago'
import { Async } from '~/components/Async'
import { ErrorBox } from '~/components/ErrorBox'
import { DataTable } from '~/components/table/DataTable'
import { browserOf } from './browserOf'

export function Sessions() {
  const sessions = useSessions()
  const end = useEndSession()
  return (
    <Async query={sessions} rows={3}>
      {(list) => (
        <>
          {end.error && <ErrorBox error={end.error} />}
          <DataTable
            label="Sessions"
            rows={list}
            rowKey={(s) => s.id}
            minWidth={620}
            columns={[
              { id: 'where', label: 'Where', cell: (s) => <span title={s.client ?? undefined}>{browserOf(s.client)}</span> },
              { id: 'address', label: 'Address', cell: (s) => s.address ?? '–' },
              { id: 'since', label: 'Since', cell: (s) => <Ago at={s.createdAt} /> },
              { id: 'seen', label: 'Last seen', cell: (s) => <Ago at={s.lastSeenAt} /> },
              {
                id: 'actions',
                label: '',
                number: true,
                cell: (s) =>
                  s.current ? (
                    <Text size="xs" c="dimmed" component="span">
                      this one
                    </Text>
                  ) : (
                    <Button size="compact-xs" variant="default" onClick={() => end.mutate(s.id)} loading={end.isPending && end.variables === s.id}>
                      End it
                    </Button>
                  ),
              },
            ]}
          />
        </>
      )}
    </Async>
  )
}
