import { Alert, Button, Group, Text } from '@mantine/core'
import { explain } from '~/api/errors'
import { Icon } from './icons'

/** What failed, why, and a way to try again. */
export function ErrorBox({ error, retry, action = 'Try again' }: { error: unknown; retry?: () => void; action?: string }) {
  const { title, detail } = explain(error)
  return (
    <Alert color="red" icon={<Icon name="alert" />} title={title} role="alert">
      <Group justify="space-between" align="flex-end" gap="sm">
        <Text size="sm" flex={1} miw={200}>
          {detail}
        </Text>
        {retry && (
          <Button size="xs" variant="default" onClick={retry}>
            {action}
          </Button>
        )}
      </Group>
    </Alert>
  )
}
