import { Button, Drawer, Group, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useMay } from '~/api/auth'
import { useRemoveBackend, useTestBackend } from '~/api/backends'
import type { Backend } from '~/api/types'
import { BackendName } from '~/components/BackendName'
import { Confirm } from '~/components/Confirm'
import { CurlButton } from '~/components/Curl'
import { BackendDialog } from './BackendDialog'
import { Facts } from './Facts'
import { changeable, readOnlyReason } from './source'
import { TestResult } from './TestResult'

export function BackendDrawer({ backend, close }: { backend: Backend | undefined; close: () => void }) {
  return (
    <Drawer opened={!!backend} onClose={close} position="right" size="md" title={backend && <BackendName name={backend.name} />}>
      {backend && <Details key={backend.name} backend={backend} close={close} />}
    </Drawer>
  )
}

function Details({ backend, close }: { backend: Backend; close: () => void }) {
  const mayChange = useMay('operate')
  const [editing, edit] = useDisclosure(false)
  const [removing, ask] = useDisclosure(false)
  const test = useTestBackend()
  const remove = useRemoveBackend()
  const confirmed = () =>
    remove.mutate(backend.name, {
      onSuccess: () => {
        notifications.show({ color: 'teal', title: 'Removed', message: `${backend.name} takes no more requests.` })
        close()
      },
    })

  return (
    <Stack>
      <Facts backend={backend} />
      {mayChange && (
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={() => test.mutate(backend.name)} loading={test.isPending}>
            Test now
          </Button>
          <CurlButton method="POST" path={`/api/backends/${encodeURIComponent(backend.name)}/test`} />
          {changeable(backend) && (
            <>
              <Button size="xs" variant="default" onClick={edit.open}>
                Change
              </Button>
              <Button size="xs" variant="default" c="red" onClick={ask.open}>
                Remove
              </Button>
            </>
          )}
        </Group>
      )}
      <TestResult result={test.data} error={test.error} />
      {mayChange && !changeable(backend) && (
        <Text size="sm" c="dimmed">
          {readOnlyReason(backend)}
        </Text>
      )}
      {editing && <BackendDialog backend={backend} close={edit.close} />}
      <Confirm opened={removing} close={ask.close} title={`Remove ${backend.name}?`} action="Remove" onConfirm={confirmed} pending={remove.isPending} error={remove.error}>
        New requests will not go there any more; {backend.inFlight > 0 ? `${backend.inFlight} running now will finish.` : 'none is running now.'} Its usage stays
        recorded.
      </Confirm>
    </Stack>
  )
}
