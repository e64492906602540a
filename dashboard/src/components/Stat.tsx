import { Paper, Text } from '@mantine/core'
import type { ReactNode } from 'react'

interface Props {
  label: string
  value: ReactNode
  unit?: string
  about?: ReactNode
  testId?: string
  children?: ReactNode
}

/** One number that matters, with its unit. */
export function Stat({ label, value, unit, about, testId, children }: Props) {
  return (
    <Paper withBorder p="sm" data-testid={testId}>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text fz={26} lh={1.3} fw={600} component="div" style={{ whiteSpace: 'nowrap' }}>
        {value}
        {unit && (
          <Text component="span" size="sm" c="dimmed" fw={400} ml={5}>
            {unit}
          </Text>
        )}
      </Text>
      {about && (
        <Text size="xs" c="dimmed" mih={18} component="div">
          {about}
        </Text>
      )}
      {children}
    </Paper>
  )
}
