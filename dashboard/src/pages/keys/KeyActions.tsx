import { Button, Group } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useDeleteKey } from '~/api/keys'
import type { Key } from '~/api/types'
import { Confirm } from '~/components/Confirm'

export function KeyActions({ value, onEdit }: { value: Key; onEdit: () => void }) {
  const [asking, ask] = useDisclosure(false)
  const remove = useDeleteKey()
  return (
    <Group gap="xs" justify="flex-end" wrap="nowrap">
      <Button size="compact-xs" variant="default" onClick={onEdit}>
        Edit
      </Button>
      <Button size="compact-xs" variant="default" c="red" onClick={ask.open}>
        Delete
      </Button>
      <Confirm
        opened={asking}
        close={ask.close}
        title={`Delete the key ${value.name}?`}
        action="Delete"
        onConfirm={() => remove.mutate(value.id, { onSuccess: ask.close })}
        pending={remove.isPending}
        error={remove.error}
      >
        Programs that use it get 401 at once, running streams included. This cannot be undone; its usage stays recorded.
      </Confirm>
    </Group>
  )
}
