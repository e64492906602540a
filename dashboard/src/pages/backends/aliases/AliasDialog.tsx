import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useSaveAlias } from '~/api/backends'
import { fieldErrors } from '~/api/errors'
import { useModels } from '~/api/llm'
import type { Alias } from '~/api/types'
import { ModelsInput } from '~/components/ModelsInput'
import { isAlias } from '~/components/modelOptions'
import { ErrorBox } from '~/components/ErrorBox'

export function AliasDialog({ alias, close }: { alias?: Alias; close: () => void }) {
  const [name, setName] = useState(alias?.name ?? '')
  const [models, setModels] = useState(alias?.models ?? [])
  const known = useModels().data ?? []
  const save = useSaveAlias()
  const errors = fieldErrors(save.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate({ name: name.trim(), models }, { onSuccess: close })
  }
  return (
    <Modal opened onClose={close} title={alias ? `Change ${alias.name}` : 'Add an alias'}>
      <form onSubmit={submit}>
        <Stack>
          {save.error && Object.keys(errors).length === 0 && <ErrorBox error={save.error} />}
          <TextInput label="Name" value={name} onChange={(e) => setName(e.currentTarget.value)} disabled={!!alias} required error={errors.name} data-autofocus />
          <ModelsInput
            label="Models"
            description="The first that can answer is taken. Plain names, or backend/name."
            value={models}
            onChange={setModels}
            data={[...new Set(known.filter((m) => !isAlias(m)).map((m) => m.name))]}
            error={errors.models}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" disabled={!name.trim() || models.length === 0} loading={save.isPending}>
              {alias ? 'Save' : 'Add'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
