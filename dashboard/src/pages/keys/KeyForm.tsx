import { Button, Checkbox, Group, NumberInput, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { may, useMe, type Permission } from '~/api/auth'
import { fieldErrors } from '~/api/errors'
import { useModels } from '~/api/llm'
import { ErrorBox } from '~/components/ErrorBox'
import { ModelsInput } from '~/components/ModelsInput'
import type { KeyFields } from './limits'
import { scopes } from './scopes'

interface Props {
  initial: KeyFields
  action: string
  saving: boolean
  error: Error | null
  onSave: (fields: KeyFields) => void
  onCancel: () => void
}

export function KeyForm({ initial, action, saving, error, onSave, onCancel }: Props) {
  const [fields, setFields] = useState(initial)
  const me = useMe().data
  const models = useModels().data ?? []
  const errors = fieldErrors(error)
  const set = (change: Partial<KeyFields>) => setFields((before) => ({ ...before, ...change }))
  const limit = (name: 'requestsPerMinute' | 'tokensPerMinute' | 'monthlyTokens' | 'maxConcurrency', label: string) => (
    <NumberInput
      label={label}
      placeholder="no limit"
      value={fields[name]}
      onChange={(value) => set({ [name]: value })}
      min={1}
      allowDecimal={false}
      thousandSeparator=","
      error={errors[name]}
    />
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSave(fields)
  }

  return (
    <form onSubmit={submit}>
      <Stack>
        {error && Object.keys(errors).length === 0 && <ErrorBox error={error} />}
        <TextInput
          label="Name"
          description="What uses it, so that you know it again."
          value={fields.name}
          onChange={(e) => set({ name: e.currentTarget.value })}
          required
          maxLength={100}
          error={errors.name}
          data-autofocus
        />
        <Checkbox.Group label="It may" value={fields.scopes} onChange={(value) => set({ scopes: value })} error={errors.scopes}>
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs" mt={6}>
            {scopes
              .filter((scope) => may(me, scope.name as Permission))
              .map((scope) => (
                <Checkbox key={scope.name} value={scope.name} label={scope.label} description={scope.about} />
              ))}
          </SimpleGrid>
        </Checkbox.Group>
        <ModelsInput
          label="Only these models"
          placeholder={fields.models.length ? undefined : 'all models'}
          value={fields.models}
          onChange={(value) => set({ models: value })}
          data={[...new Set(models.map((m) => m.name))]}
          error={errors.models}
        />
        <SimpleGrid cols={2} spacing="sm">
          {limit('requestsPerMinute', 'Requests per minute')}
          {limit('tokensPerMinute', 'Tokens per minute')}
          {limit('monthlyTokens', 'Tokens per month')}
          {limit('maxConcurrency', 'Requests at once')}
        </SimpleGrid>
        <TextInput
          type="date"
          label="Last day"
          description="Empty: it does not expire."
          value={fields.expires}
          onChange={(e) => set({ expires: e.currentTarget.value })}
          error={errors.expiresAt}
          maw={220}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={saving} disabled={!fields.name.trim() || fields.scopes.length === 0}>
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
