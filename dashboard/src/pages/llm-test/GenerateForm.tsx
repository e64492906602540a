import { Button, Group, Paper, Stack, Text, Textarea } from '@mantine/core'
import { useRef, useState } from 'react'
import { useMay } from '~/api/auth'
import { useGenerate, useModels } from '~/api/llm'
import { Async } from '~/components/Async'
import { CurlButton } from '~/components/Curl'
import { ErrorBox } from '~/components/ErrorBox'
import { ModelPicker } from '~/components/ModelPicker'
import { defaultModel } from '~/components/modelOptions'
import { Output } from './Output'

export function GenerateForm() {
  const mayCall = useMay('models')
  const models = useModels()
  const generate = useGenerate()
  const running = useRef<AbortController>(undefined)
  const [chosen, choose] = useState<string>()
  const [prompt, setPrompt] = useState('Say hello in one short sentence.')
  const model = chosen ?? defaultModel(models.data ?? []) ?? ''

  const start = () => {
    running.current = new AbortController()
    generate.mutate({ model, prompt, signal: running.current.signal })
  }
  const cancelled = running.current?.signal.aborted

  return (
    <Paper withBorder p="md">
      <Stack>
        <Async query={models} rows={2}>
          {(list) => <ModelPicker models={list} value={model} onChange={choose} label="Model" />}
        </Async>
        <Textarea label="Prompt" value={prompt} onChange={(e) => setPrompt(e.currentTarget.value)} autosize minRows={3} maxRows={12} />
        <Group justify="space-between">
          <Group gap="xs">
            <Button onClick={start} disabled={!mayCall || !model || !prompt.trim()} loading={generate.isPending}>
              Generate Text
            </Button>
            {generate.isPending && (
              <Button variant="default" onClick={() => running.current?.abort()}>
                Cancel
              </Button>
            )}
            {!mayCall && (
              <Text size="sm" c="dimmed">
                Your role looks at pages; it may not call models.
              </Text>
            )}
          </Group>
          <CurlButton method="POST" path="/api/llm/generate" body={{ model, prompt }} />
        </Group>
        {generate.error && !cancelled && <ErrorBox error={generate.error} retry={start} />}
        {generate.data && <Output result={generate.data} />}
      </Stack>
    </Paper>
  )
}
