import { Button, Group, Modal, PasswordInput, Select, Stack, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { fieldErrors } from '~/api/errors'
import { useCreateUser } from '~/api/users'
import type { User } from '~/api/types'
import { ErrorBox } from '~/components/ErrorBox'
import { roles } from './roles'

export function UserDialog({ close }: { close: () => void }) {
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const [role, setRole] = useState<User['role']>('member')
  const create = useCreateUser()
  const errors = fieldErrors(create.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate({ username: username.trim(), password, role }, { onSuccess: close })
  }
  return (
    <Modal opened onClose={close} title="Add a user">
      <form onSubmit={submit}>
        <Stack>
          {create.error && Object.keys(errors).length === 0 && <ErrorBox error={create.error} />}
          <TextInput
            label="User name"
            value={username}
            onChange={(e) => setUsername(e.currentTarget.value)}
            error={errors.username}
            autoComplete="off"
            autoCapitalize="none"
            required
            data-autofocus
          />
          <PasswordInput
            label="First password"
            description="They can change it under Settings."
            value={password}
            onChange={(e) => setPassword(e.currentTarget.value)}
            error={errors.password}
            autoComplete="new-password"
            required
          />
          <Select
            label="Role"
            description={roles.find((r) => r.value === role)?.about}
            data={roles}
            value={role}
            onChange={(value) => value && setRole(value as User['role'])}
            allowDeselect={false}
            error={errors.role}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending}>
              Add
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
