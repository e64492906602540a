import { Group, Paper, Text } from '@mantine/core'
import type { Generated } from '~/api/types'
import { BackendName } from '~/components/BackendName'
import { CopyButton } from '~/components/CopyButton'
import { count, duration } from '~/format/numbers'

export function Output({ result }: { result: Generated }) {
  const { usage, timings } = result
  const facts: [string, string][] = [
    ['First token', duration(timings.firstTokenMs)],
    ['Total', duration(timings.totalMs)],
    ['Prompt', `${count(usage.promptTokens)} tokens`],
    ['Reply', `${count(usage.completionTokens)} tokens`],
  ]
  return (
    <section aria-label="Output" aria-live="polite">
      <Paper p="md" bg="var(--z-quiet)" withBorder>
        <Text style={{ whiteSpace: 'pre-wrap' }}>{result.text || '(an empty reply)'}</Text>
      </Paper>
      <Group gap="lg" mt="xs" justify="space-between">
        <Group gap="md">
          <Text size="sm">
            {result.model} {result.backend && <>at <BackendName name={result.backend} /></>}
          </Text>
          {facts.map(([name, value]) => (
            <Text size="sm" key={name}>
              <Text component="span" size="sm" c="dimmed">
                {name}
              </Text>{' '}
              {value}
            </Text>
          ))}
        </Group>
        <CopyButton text={result.text} label="Copy" />
      </Group>
    </section>
  )
}
