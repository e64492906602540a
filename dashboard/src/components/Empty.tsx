import { Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'

/** Nothing here yet, and what to do about it. */
export function Empty({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <Stack align="center" gap="xs" py="xl" px="md" ta="center">
      <Title order={3} size="h4">
        {title}
      </Title>
      <Text c="dimmed" size="sm" maw={480} component="div">
        {children}
      </Text>
      {action}
    </Stack>
  )
}
