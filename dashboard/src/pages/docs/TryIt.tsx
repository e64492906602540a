import { Alert, Button, Group, SimpleGrid, Stack, Text, TextInput, Textarea, Title } from '@mantine/core'
import { useState } from 'react'
import type { OpenApi } from '~/api/openapi'
import { useMay } from '~/api/auth'
import { useModels } from '~/api/llm'
import { CopyButton } from '~/components/CopyButton'
import { curl } from '~/components/Curl'
import { ErrorBox } from '~/components/ErrorBox'
import { Answer } from './Answer'
import type { Operation } from './operations'
import { addressOf, missingOf, withModel } from './request'
import { exampleOf } from './schema'
import { useCall } from './useCall'
import classes from './Docs.module.css'

/** The operation for real, with the rights of whoever is signed in. */
export function TryIt({ document, operation }: { document: OpenApi; operation: Operation }) {
  const { method, path, parameters = [], requestBody } = operation
  const [values, setValues] = useState<Record<string, string>>({})
  const [typed, setText] = useState<string>()
  const call = useCall()
  const names = useModels(useMay('read')).data?.map((m) => m.name)
  const text = typed ?? (requestBody ? JSON.stringify(withModel(exampleOf(document, requestBody.content), names), null, 2) : '')
  const fields = parameters.filter((p) => p.in !== 'header')
  const missing = missingOf(operation, values)
  const address = addressOf(operation, values)
  const fault = requestBody && faultOf(text)
  const asCurl = () => curl({ method, path: address, body: requestBody && !fault ? JSON.parse(text) : undefined }, location.origin)

  if (path.endsWith('/ws')) return null
  return (
    <Stack gap="sm" component="section" aria-label="Try it" className={classes.try}>
      <Title order={3} size="h5">
        Try it
      </Title>
      {method !== 'GET' && !path.startsWith('/v1/') && (
        <Text size="sm" c="dimmed">
          This acts on this Ziggie, as you.
        </Text>
      )}
      {fields.length > 0 && (
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xs">
          {fields.map((p) => (
            <TextInput
              key={p.name}
              label={p.name}
              required={p.in === 'path' || p.required}
              value={values[p.name] ?? ''}
              onChange={(e) => setValues({ ...values, [p.name]: e.currentTarget.value })}
            />
          ))}
        </SimpleGrid>
      )}
      {requestBody && (
        <Textarea
          label="Body to send"
          value={text}
          onChange={(e) => setText(e.currentTarget.value)}
          error={fault}
          autosize
          minRows={3}
          maxRows={16}
          spellCheck={false}
          classNames={{ input: classes.code }}
        />
      )}
      <Group gap="xs">
        {call.running ? (
          <Button variant="default" onClick={call.stop}>
            Stop
          </Button>
        ) : (
          <Button
            color={method === 'DELETE' ? 'red' : undefined}
            disabled={missing.length > 0 || !!fault}
            onClick={() => void call.send(method, address, requestBody && text)}
          >
            Send {method}
          </Button>
        )}
        <CopyButton label="Copy as curl" text={asCurl} />
      </Group>
      {missing.length > 0 && (
        <Text size="sm" c="dimmed">
          First fill in {missing.join(' and ')}.
        </Text>
      )}
      {call.error && <ErrorBox error={call.error} />}
      {call.answer && <Answer answer={call.answer} running={call.running} />}
      {call.stopped && <Alert color="gray">Stopped.</Alert>}
    </Stack>
  )
}

function faultOf(text: string): string | undefined {
  try {
    JSON.parse(text)
    return undefined
  } catch (error) {
    return `This is not JSON: ${error instanceof Error ? error.message : ''}`
  }
}
