import { Modal } from '@mantine/core'
import { useChangeKey } from '~/api/keys'
import type { Input, Key } from '~/api/types'
import { KeyForm } from './KeyForm'
import { fieldsOf, toInput } from './limits'

export function EditKeyDialog({ value, close }: { value: Key; close: () => void }) {
  const change = useChangeKey(value.id)
  return (
    <Modal opened onClose={close} title={`Edit ${value.name}`} size="lg">
      <KeyForm
        initial={fieldsOf(value)}
        action="Save"
        saving={change.isPending}
        error={change.error}
        onSave={(fields) => change.mutate(toInput(fields, value) as Input<'/api/keys/{id}', 'patch'>, { onSuccess: close })}
        onCancel={close}
      />
    </Modal>
  )
}
