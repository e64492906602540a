import { Text } from '@mantine/core'

/** What a model thought before it answered; open only while there is nothing else to read. */
export function Thinking({ text, running }: { text: string; running: boolean }) {
  return (
    <details open={running || undefined} style={{ marginBottom: 8 }}>
      <summary style={{ cursor: 'pointer', color: 'var(--mantine-color-dimmed)', fontSize: 'var(--mantine-font-size-sm)' }}>
        {running ? 'Thinking…' : 'Thought first'}
      </summary>
      <Text size="sm" c="dimmed" mt={4} pl="sm" style={{ whiteSpace: 'pre-wrap', borderLeft: '2px solid var(--z-line)' }}>
        {text}
      </Text>
    </details>
  )
}
