import { Button, Code, Group, Stack, Text } from '@mantine/core'
import type { CreatedKey } from '~/api/types'
import { CopyButton } from '~/components/CopyButton'

export function NewKey({ created, close }: { created: CreatedKey; close: () => void }) {
  const key = created.key ?? ''
  const setup = `export OPENAI_BASE_URL=${location.origin}/v1\nexport OPENAI_API_KEY=${key}`
  return (
    <Stack>
      <Text size="sm">
        Copy it to where it is needed. Ziggie keeps only its hash: lost, it cannot be shown again, but it can be deleted and replaced.
      </Text>
      <Code block data-testid="new-key" fz="md">
        {key}
      </Code>
      <CopyButton text={key} label="Copy the key" />
      <Text size="sm" fw={500}>
        For a program that speaks OpenAI's API
      </Text>
      <Code block>{setup}</Code>
      <Group justify="space-between">
        <CopyButton text={setup} label="Copy the lines" />
        <Button onClick={close}>I have it</Button>
      </Group>
    </Stack>
  )
}
