import { Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState, type FormEvent } from 'react'
import { fieldErrors } from '~/api/errors'
import { useChangeUser } from '~/api/users'
import type { User } from '~/api/types'
import { ErrorBox } from '~/components/ErrorBox'

export function PasswordDialog({ user, close }: { user: User; close: () => void }) {
  const [password, setPassword] = useState('')
  const change = useChangeUser(user.id)
  const errors = fieldErrors(change.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change.mutate(
      { password },
      {
        onSuccess: () => {
          notifications.show({ color: 'teal', title: 'Password set', message: `Tell it to ${user.username} in a safe way.` })
          close()
        },
      },
    )
  }
  return (
    <Modal opened onClose={close} title={`New password for ${user.username}`}>
      <form onSubmit={submit}>
        <Stack>
          {change.error && !errors.password && <ErrorBox error={change.error} />}
          <Text size="sm">Their sessions end; they sign in with the new one.</Text>
          <PasswordInput
            label="New password"
            value={password}
            onChange={(e) => setPassword(e.currentTarget.value)}
            error={errors.password}
            autoComplete="new-password"
            required
            data-autofocus
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={change.isPending}>
              Set it
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
