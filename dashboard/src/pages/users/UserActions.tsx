import { ActionIcon, Menu } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useMe } from '~/api/auth'
import { explain } from '~/api/errors'
import { useChangeUser, useDeleteUser } from '~/api/users'
import type { User } from '~/api/types'
import { Confirm } from '~/components/Confirm'
import { Icon } from '~/components/icons'

export function UserActions({ user, onReset }: { user: User; onReset: () => void }) {
  const me = useMe().data
  const [asking, ask] = useDisclosure(false)
  const change = useChangeUser(user.id)
  const remove = useDeleteUser()
  const self = user.username === me?.username
  const toggle = () =>
    change.mutate(
      { disabled: !user.disabled },
      { onError: (error) => notifications.show({ color: 'red', title: 'Not changed', message: explain(error).detail }) },
    )

  return (
    <>
      <Menu position="bottom-end" width={200} withinPortal>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={`Actions for ${user.username}`} loading={change.isPending}>
            <Icon name="more" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={onReset}>Set a new password</Menu.Item>
          <Menu.Item onClick={toggle} disabled={self}>
            {user.disabled ? 'Let sign in again' : 'Disable'}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item color="red" onClick={ask.open} disabled={self}>
            Delete
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Confirm
        opened={asking}
        close={ask.close}
        title={`Delete ${user.username}?`}
        action="Delete"
        onConfirm={() => remove.mutate(user.id, { onSuccess: ask.close })}
        pending={remove.isPending}
        error={remove.error}
      >
        The account, its keys and its conversations go for good, and its sessions end at once. To keep them, disable it instead.
      </Confirm>
    </>
  )
}
