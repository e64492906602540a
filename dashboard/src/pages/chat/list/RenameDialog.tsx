import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useChangeConversation } from '~/api/conversations'
import { ErrorBox } from '~/components/ErrorBox'

export function RenameDialog({ id, title, close }: { id: string; title: string; close: () => void }) {
  const [name, setName] = useState(title)
  const change = useChangeConversation(id)
  const save = (event: FormEvent) => {
    event.preventDefault()
    change.mutate({ title: name.trim() }, { onSuccess: close })
  }
  return (
    <Modal opened onClose={close} title="Rename the conversation">
      <form onSubmit={save}>
        <Stack>
          {change.error && <ErrorBox error={change.error} />}
          <TextInput aria-label="Title" value={name} onChange={(e) => setName(e.currentTarget.value)} maxLength={200} data-autofocus />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" disabled={!name.trim()} loading={change.isPending}>
              Rename
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
