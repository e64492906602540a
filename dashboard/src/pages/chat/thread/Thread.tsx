import { Button } from '@mantine/core'
import { Icon } from '~/components/icons'
import type { Message } from '~/api/types'
import { MessageView } from './MessageView'
import { useStickToEnd } from './useStickToEnd'
import classes from './Thread.module.css'

interface Props {
  id: string | undefined
  messages: Message[]
  busy: boolean
  onEdit: (message: Message, content: string) => void
  onRegenerate: (message: Message) => void
}

export function Thread({ id, messages, busy, onEdit, onRegenerate }: Props) {
  const { box, content, onScroll, away, toEnd } = useStickToEnd(id)
  return (
    <div className={classes.frame}>
      <div ref={box} onScroll={onScroll} className={classes.box} tabIndex={0} role="log" aria-label="Conversation">
        <div ref={content} className={classes.content}>
          {messages.map((message) => (
            <MessageView key={message.id} message={message} busy={busy} onEdit={onEdit} onRegenerate={onRegenerate} />
          ))}
        </div>
      </div>
      {away && (
        <Button className={classes.jump} size="xs" variant="default" radius="xl" onClick={toEnd} leftSection={<Icon name="down" size={14} />}>
          Latest
        </Button>
      )}
    </div>
  )
}
