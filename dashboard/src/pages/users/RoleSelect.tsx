import { Select } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMe } from '~/api/auth'
import { explain } from '~/api/errors'
import { useChangeUser } from '~/api/users'
import type { User } from '~/api/types'
import { roles } from './roles'

/** Changes at once, with an undo; nobody can take the own rights away by a slip. */
export function RoleSelect({ user }: { user: User }) {
  const me = useMe().data
  const change = useChangeUser(user.id)
  const setRole = (role: string, undoTo?: string) =>
    change.mutate(
      { role: role as User['role'] },
      {
        onSuccess: () => {
          const id = notifications.show({
            color: 'teal',
            title: `${user.username} is ${role} now`,
            message: undoTo && (
              <button type="button" onClick={() => (notifications.hide(id), setRole(undoTo))}>
                Undo
              </button>
            ),
          })
        },
        onError: (error) => notifications.show({ color: 'red', title: 'Not changed', message: explain(error).detail }),
      },
    )
  return (
    <Select
      aria-label={`Role of ${user.username}`}
      size="xs"
      w={120}
      data={roles}
      value={user.role}
      onChange={(role) => role && setRole(role, user.role)}
      allowDeselect={false}
      disabled={user.id === me?.id || user.username === me?.username || change.isPending}
    />
  )
}
