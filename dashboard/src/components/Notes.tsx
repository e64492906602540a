import { Group, Stack, Text } from '@mantine/core'
import { Described } from './Described'
import { Icon } from './icons'

/** What could not be seen, said calmly. */
export function Notes({ notes, label }: { notes: string[]; label: string }) {
  if (notes.length === 0) return null
  return (
    <Stack component="ul" gap={4} m={0} p={0} aria-label={label} style={{ listStyle: 'none' }}>
      {notes.map((note) => (
        <Group component="li" key={note} gap={8} wrap="nowrap" align="flex-start" c="dimmed">
          <span style={{ flex: 'none', lineHeight: 0, marginTop: 2 }}>
            <Icon name="info" size={15} />
          </span>
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            <Described text={note} />
          </Text>
        </Group>
      ))}
    </Stack>
  )
}
