import { Modal } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useSaveBackend } from '~/api/backends'
import type { Backend } from '~/api/types'
import { BackendForm } from './BackendForm'

/** Adds a backend, or changes the one given. */
export function BackendDialog({ backend, close }: { backend?: Backend; close: () => void }) {
  const save = useSaveBackend(backend?.name)
  return (
    <Modal opened onClose={close} title={backend ? `Change ${backend.name}` : 'Add a backend'} size="lg">
      <BackendForm
        backend={backend}
        saving={save.isPending}
        error={save.error}
        onCancel={close}
        onSave={(input) =>
          save.mutate(input, {
            onSuccess: (saved) => {
              notifications.show({ color: 'teal', title: backend ? 'Changed' : 'Added', message: `${saved.name} is in use from now on.` })
              close()
            },
          })
        }
      />
    </Modal>
  )
}
