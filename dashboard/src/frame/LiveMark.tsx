import { Group, Text } from '@mantine/core'
import type { LinkState } from '~/feeds/FeedSocket'
import { useLinkState } from '~/feeds/feeds'

const words: Record<LinkState, [word: string, about: string, color: string] | null> = {
  idle: null,
  connecting: null,
  live: ['Live', 'This page shows changes as they happen.', 'var(--z-good)'],
  reconnecting: ['Reconnecting', 'The line to Ziggie is down; what is shown may be old. It reconnects by itself.', 'var(--z-warn)'],
}

export function LiveMark() {
  const shown = words[useLinkState()]
  if (!shown) return null
  const [word, about, color] = shown
  return (
    <Group gap={6} wrap="nowrap" title={about} role="status">
      <svg width="8" height="8" aria-hidden="true">
        <circle cx="4" cy="4" r="3" fill={word === 'Live' ? color : 'none'} stroke={color} strokeWidth="1.5" />
      </svg>
      <Text size="xs" c="dimmed">
        {word}
      </Text>
    </Group>
  )
}
