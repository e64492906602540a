import { Button, Group, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useRemoveAlias } from '~/api/backends'
import type { Alias } from '~/api/types'
import { Confirm } from '~/components/Confirm'
import { changeable } from '../source'

export function AliasActions({ alias, onEdit }: { alias: Alias; onEdit: () => void }) {
  const [asking, ask] = useDisclosure(false)
  const remove = useRemoveAlias()
  if (!changeable(alias)) {
    return (
      <Text size="xs" c="dimmed">
        changed in the file
      </Text>
    )
  }
  return (
    <Group gap="xs" justify="flex-end" wrap="nowrap">
      <Button size="compact-xs" variant="default" onClick={onEdit}>
        Change
      </Button>
      <Button size="compact-xs" variant="default" c="red" onClick={ask.open}>
        Remove
      </Button>
      <Confirm
        opened={asking}
        close={ask.close}
        title={`Remove the alias ${alias.name}?`}
        action="Remove"
        onConfirm={() => remove.mutate(alias.name, { onSuccess: ask.close })}
        pending={remove.isPending}
        error={remove.error}
      >
        Requests for “{alias.name}” will get 404. Its models stay.
      </Confirm>
    </Group>
  )
}
