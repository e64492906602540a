import { Button, Group, Stack, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { ApiError, fieldErrors } from '~/api/errors'
import { useStartPull } from '~/api/pulls'
import { ErrorBox } from '~/components/ErrorBox'

/** Takes a model's name, or the address of a file, and begins to pull it. */
export function PullForm({ onStarted, short }: { onStarted?: () => void; short?: boolean }) {
  const [model, setModel] = useState('')
  const [name, setName] = useState('')
  const [sha256, setSha256] = useState('')
  const start = useStartPull()
  const faults = fieldErrors(start.error)
  const isAddress = model.includes('://')
  const told = start.error instanceof ApiError && faults.model

  const submit = (event: FormEvent) => {
    event.preventDefault()
    const input = isAddress ? { model: model.trim(), name: name.trim() || undefined, sha256: sha256.trim() || undefined } : { model: model.trim() }
    start.mutate(input, {
      onSuccess: () => {
        setModel('')
        onStarted?.()
      },
    })
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          label="Name or address"
          description={short ? undefined : 'A name of the registry, such as llama3.2:1b or hf.co/ORG/REPO:Q4_K_M, or the address of a .gguf file.'}
          placeholder="llama3.2:1b"
          value={model}
          onChange={(e) => setModel(e.currentTarget.value)}
          error={told || undefined}
          spellCheck={false}
          autoCapitalize="off"
          required
          withAsterisk={false}
          data-autofocus
        />
        {isAddress && (
          <>
            <TextInput label="What to call it (optional)" placeholder="as the file is called" value={name} onChange={(e) => setName(e.currentTarget.value)} error={faults.name} spellCheck={false} />
            <TextInput label="SHA-256 (optional)" placeholder="64 hexadecimal digits, checked when it is here" value={sha256} onChange={(e) => setSha256(e.currentTarget.value)} error={faults.sha256} ff="monospace" spellCheck={false} />
          </>
        )}
        {start.error && !told && <ErrorBox error={start.error} />}
        <Group justify={short ? undefined : 'flex-end'}>
          <Button type="submit" loading={start.isPending} disabled={!model.trim()}>
            Pull
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
