import { ActionIcon, Alert, Text, Tooltip } from '@mantine/core'
import { lazy, Suspense } from 'react'
import { CopyButton } from '~/components/CopyButton'
import { Icon } from '~/components/icons'
import type { Message } from '~/api/types'
import { facts } from './facts'
import { Thinking } from './Thinking'
import classes from './Thread.module.css'

const Markdown = lazy(() => import('../markdown/Markdown'))

interface Props {
  message: Message
  busy: boolean
  onRegenerate: (message: Message) => void
}

export function Reply({ message, busy, onRegenerate }: Props) {
  const running = message.status === 'running'
  return (
    <div className={running ? undefined : classes.message} data-role="assistant" data-status={message.status} aria-busy={running}>
      {message.thinking && <Thinking text={message.thinking} running={running && !message.content} />}
      {message.content && (
        <Suspense fallback={<div style={{ whiteSpace: 'pre-wrap' }}>{message.content}</div>}>
          <Markdown text={message.content} growing={running} />
        </Suspense>
      )}
      {running && !message.content && !message.thinking && (
        <Text c="dimmed" size="sm" className={classes.caret}>
          Waiting for the first token{' '}
        </Text>
      )}
      {message.status === 'failed' && (
        <Alert color="red" mt="xs" title={message.content ? 'The reply broke off' : 'No reply came'} icon={<Icon name="alert" />}>
          {message.error?.message || 'The backend gave no reason.'}
        </Alert>
      )}
      {!running && (
        <div className={classes.actions}>
          <CopyButton small label="Copy" text={message.content} />
          <Tooltip label="Answer again">
            <ActionIcon variant="subtle" color="gray" disabled={busy} onClick={() => onRegenerate(message)} aria-label="Answer again">
              <Icon name="redo" size={16} />
            </ActionIcon>
          </Tooltip>
          {message.finishReason === 'length' && (
            <Tooltip label="The model came to its limit of tokens: of the reply or of its context.">
              <Text size="xs" fw={600} c="dimmed">
                Cut off at the length limit
              </Text>
            </Tooltip>
          )}
          {message.status === 'stopped' && (
            <Text size="xs" fw={600} c="dimmed">
              Stopped
            </Text>
          )}
          <Text size="xs" c="dimmed">
            {facts(message).join(' · ')}
          </Text>
        </div>
      )}
    </div>
  )
}
