import { Text } from '@mantine/core'
import type { User } from '~/api/types'
import { Ago } from '~/components/Ago'
import type { Column } from '~/components/table/arrange'
import { RoleSelect } from './RoleSelect'
import { UserActions } from './UserActions'

export const userColumns = (onReset: (user: User) => void): Column<User>[] => [
  {
    id: 'name',
    label: 'User name',
    value: (u) => u.username,
    cell: (u) => (
      <Text size="sm" fw={500} component="span" td={u.disabled ? 'line-through' : undefined} c={u.disabled ? 'dimmed' : undefined}>
        {u.username}
      </Text>
    ),
  },
  { id: 'role', label: 'Role', value: (u) => u.role, cell: (u) => <RoleSelect user={u} /> },
  { id: 'state', label: 'May sign in', value: (u) => (u.disabled ? 'no' : 'yes'), cell: (u) => (u.disabled ? 'no, disabled' : 'yes') },
  { id: 'seen', label: 'Last signed in', value: (u) => u.lastSignInAt, cell: (u) => <Ago at={u.lastSignInAt} /> },
  { id: 'created', label: 'Added', value: (u) => u.createdAt, cell: (u) => <Ago at={u.createdAt} /> },
  { id: 'actions', label: '', number: true, cell: (u) => <UserActions user={u} onReset={() => onReset(u)} /> },
]
