import { Modal } from '@mantine/core'
import { useCreateKey } from '~/api/keys'
import { KeyForm } from './KeyForm'
import { fieldsOf, toInput } from './limits'
import { NewKey } from './NewKey'

/** The key is shown once, so the dialog then closes by its button alone. */
export function CreateKeyDialog({ close }: { close: () => void }) {
  const create = useCreateKey()
  const done = !!create.data
  return (
    <Modal opened onClose={close} title={done ? 'The key, shown only now' : 'Create a key'} size="lg" closeOnClickOutside={!done} closeOnEscape={!done}>
      {create.data ? (
        <NewKey created={create.data} close={close} />
      ) : (
        <KeyForm
          initial={fieldsOf()}
          action="Create"
          saving={create.isPending}
          error={create.error}
          onSave={(fields) => create.mutate(toInput(fields))}
          onCancel={close}
        />
      )}
    </Modal>
  )
}
