import { Button, Stack } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useUsers } from '~/api/users'
import type { User } from '~/api/types'
import { Async } from '~/components/Async'
import { CurlButton } from '~/components/Curl'
import { Icon } from '~/components/icons'
import { Page } from '~/components/Page'
import { DataTable } from '~/components/table/DataTable'
import { FilterInput } from '~/components/table/FilterInput'
import { useTableState } from '~/components/table/useTableState'
import { useParam } from '~/components/useParam'
import { userColumns } from './columns'
import { PasswordDialog } from './PasswordDialog'
import { UserDialog } from './UserDialog'

export function Component() {
  const users = useUsers()
  const [add, setAdd] = useParam('add')
  const [resetting, reset] = useState<User>()
  return (
    <Page
      title="Users"
      about="Who may sign in, and as what."
      actions={
        <>
          <CurlButton path="/api/users" />
          <Button size="xs" onClick={() => setAdd('1')} leftSection={<Icon name="plus" size={14} />}>
            Add a user
          </Button>
        </>
      }
    >
      <Async query={users} rows={5}>
        {(list) => <UserTable users={list} onReset={reset} />}
      </Async>
      {add && <UserDialog close={() => setAdd(null)} />}
      {resetting && <PasswordDialog user={resetting} close={() => reset(undefined)} />}
    </Page>
  )
}

function UserTable({ users, onReset }: { users: User[]; onReset: (user: User) => void }) {
  const columns = useMemo(() => userColumns(onReset), [onReset])
  const { shown, sort, filter, setSort, setFilter } = useTableState(users, columns)
  return (
    <Stack gap="xs">
      {users.length > 4 && <FilterInput label="Filter users" value={filter} onChange={setFilter} />}
      <DataTable label="Users" rows={shown} columns={columns} rowKey={(u) => u.id} sort={sort} onSort={setSort} minWidth={680} />
    </Stack>
  )
}
