import { ActionIcon, Button, Group, Textarea, Tooltip } from '@mantine/core'
import { useState } from 'react'
import { Ago } from '~/components/Ago'
import { CopyButton } from '~/components/CopyButton'
import { Icon } from '~/components/icons'
import { sends } from '../composer/keys'
import type { Message } from '~/api/types'
import classes from './Thread.module.css'

interface Props {
  message: Message
  busy: boolean
  onEdit: (message: Message, content: string) => void
}

export function UserMessage({ message, busy, onEdit }: Props) {
  const [draft, setDraft] = useState<string>()
  const run = () => {
    if (!draft?.trim()) return
    setDraft(undefined)
    onEdit(message, draft.trim())
  }

  if (draft !== undefined) {
    return (
      <div>
        <Textarea
          aria-label="Edit the message"
          value={draft}
          onChange={(e) => setDraft(e.currentTarget.value)}
          onKeyDown={(e) => {
            if (e.key === 'Escape') setDraft(undefined)
            if (sends(e)) {
              e.preventDefault()
              run()
            }
          }}
          autosize
          autoFocus
          maxRows={14}
        />
        <Group justify="flex-end" gap="xs" mt="xs">
          <Button size="xs" variant="default" onClick={() => setDraft(undefined)}>
            Cancel
          </Button>
          <Button size="xs" onClick={run} disabled={!draft.trim()} title="Later messages are replaced">
            Run again
          </Button>
        </Group>
      </div>
    )
  }
  return (
    <div className={`${classes.message} ${classes.user}`} data-role="user">
      {message.images?.length ? (
        <div className={classes.images}>
          {message.images.map((image, i) => (
            <img key={i} src={image.url} alt={`Attached ${i + 1}`} />
          ))}
        </div>
      ) : null}
      <div className={classes.bubble}>{message.content}</div>
      <div className={classes.actions}>
        <small style={{ color: 'var(--mantine-color-dimmed)' }}>
          <Ago at={message.createdAt} />
        </small>
        <CopyButton small label="Copy" text={message.content} />
        <Tooltip label="Edit and run again">
          <ActionIcon variant="subtle" color="gray" disabled={busy} onClick={() => setDraft(message.content)} aria-label="Edit and run again">
            <Icon name="edit" size={16} />
          </ActionIcon>
        </Tooltip>
      </div>
    </div>
  )
}
