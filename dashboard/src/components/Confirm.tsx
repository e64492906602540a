import { Button, Group, Modal, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { ErrorBox } from './ErrorBox'

interface Props {
  opened: boolean
  close: () => void
  title: string
  /** The word on the button: what it does. */
  action: string
  onConfirm: () => void
  pending: boolean
  error?: Error | null
  /** What will happen. */
  children: ReactNode
}

export function Confirm({ opened, close, title, action, onConfirm, pending, error, children }: Props) {
  return (
    <Modal opened={opened} onClose={close} title={title} centered>
      {error && <ErrorBox error={error} />}
      <Text size="sm" component="div">
        {children}
      </Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={close} data-autofocus>
          Cancel
        </Button>
        <Button color="red" onClick={onConfirm} loading={pending}>
          {action}
        </Button>
      </Group>
    </Modal>
  )
}
