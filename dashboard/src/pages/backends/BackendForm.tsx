import { Button, Group, NumberInput, PasswordInput, Select, SimpleGrid, Stack, TagsInput, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useTryBackend } from '~/api/backends'
import { fieldErrors } from '~/api/errors'
import type { Backend, BackendInput } from '~/api/types'
import { ErrorBox } from '~/components/ErrorBox'
import { fromBackend, toInput, types, urlHint, type Fields } from './fields'
import { TestResult } from './TestResult'

interface Props {
  backend?: Backend
  saving: boolean
  error: Error | null
  onSave: (input: BackendInput) => void
  onCancel: () => void
}

export function BackendForm({ backend, saving, error, onSave, onCancel }: Props) {
  const [fields, setFields] = useState<Fields>(() => fromBackend(backend))
  const trial = useTryBackend()
  const errors = fieldErrors(error)
  const set = (change: Partial<Fields>) => setFields((before) => ({ ...before, ...change }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSave(toInput(fields, backend))
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {error && Object.keys(errors).length === 0 && <ErrorBox error={error} />}
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <TextInput
            label="Name"
            value={fields.name}
            onChange={(e) => set({ name: e.currentTarget.value })}
            disabled={!!backend}
            error={errors.name}
            required
            data-autofocus
          />
          <Select
            label="Type"
            data={types}
            value={fields.type}
            onChange={(type) => type && set({ type: type as Fields['type'] })}
            allowDeselect={false}
            disabled={!!backend}
            error={errors.type}
          />
        </SimpleGrid>
        <TextInput
          label="Address"
          placeholder={urlHint[fields.type]}
          value={fields.url}
          onChange={(e) => set({ url: e.currentTarget.value })}
          error={errors.url}
          required
          inputMode="url"
        />
        <PasswordInput
          label="API key"
          description={backend?.hasApiKey ? 'Leave it empty to keep the one it has.' : 'Only where the server asks for one.'}
          value={fields.apiKey}
          onChange={(e) => set({ apiKey: e.currentTarget.value })}
          error={errors.apiKey}
          autoComplete="off"
        />
        <TagsInput label="Roles" description="What it is good at, in your own words: fast, code, vision, large." value={fields.roles} onChange={(roles) => set({ roles })} error={errors.roles} />
        <SimpleGrid cols={2} spacing="sm">
          <NumberInput
            label="Requests at once"
            placeholder={fields.type === 'ollama' ? '4' : '64'}
            value={fields.maxConcurrency}
            onChange={(value) => set({ maxConcurrency: value })}
            min={1}
            allowDecimal={false}
            error={errors.maxConcurrency}
          />
          <NumberInput
            label="Priority"
            description="Smaller is tried first."
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            placeholder="1"
            value={fields.priority}
            onChange={(value) => set({ priority: value })}
            allowDecimal={false}
            error={errors.priority}
          />
        </SimpleGrid>
        <TestResult result={trial.data} error={trial.error} />
        <Group justify="space-between">
          <Button variant="default" onClick={() => trial.mutate(toInput(fields, backend, true))} loading={trial.isPending} disabled={!fields.url}>
            Test it
          </Button>
          <Group gap="xs">
            <Button variant="default" onClick={onCancel}>
              Cancel
            </Button>
            <Button type="submit" loading={saving}>
              {backend ? 'Save' : 'Add'}
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  )
}
