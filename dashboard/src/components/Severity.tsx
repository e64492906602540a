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
    <Group component="span" gap={5} wrap="nowrap" display="inline-flex" align="baseline" style={{ color }}>
      <span style={{ lineHeight: 0, alignSelf: 'center' }}>
        <Icon name={icon} size={17} />
      </span>
      <Text component="span" size="sm" fw={600}>
        {severity}
      </Text>
    </Group>
  )
}
