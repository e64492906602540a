import { Group, Text } from '@mantine/core'
import { Icon, type IconName } from './icons'

const shown: Record<string, { icon: IconName; color: string }> = {
  problem: { icon: 'problem', color: 'var(--z-bad)' },
  warning: { icon: 'alert', color: 'var(--z-warn)' },
  hint: { icon: 'info', color: 'var(--mantine-color-dimmed)' },
}

/** How much a finding matters: a shape, a word and a colour. */
export function Severity({ severity }: { severity: string }) {
  const { icon, color } = shown[severity] ?? shown.hint!
  return (
    <Group component="span" gap={5} wrap="nowrap" display="inline-flex" style={{ color }}>
      <Icon name={icon} size={17} />
      <Text component="span" size="sm" fw={600}>
        {severity}
      </Text>
    </Group>
  )
}
