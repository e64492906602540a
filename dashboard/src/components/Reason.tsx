import { Text } from '@mantine/core'

/** Why something is in its state; long addresses in it break rather than push columns away. */
export const Reason = ({ text }: { text: string }) => (
  <Text size="xs" c="dimmed" miw={200} maw={300} style={{ overflowWrap: 'anywhere' }}>
    {text}
  </Text>
)
