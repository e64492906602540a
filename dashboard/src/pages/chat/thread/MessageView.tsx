import { memo } from 'react'
import type { Message } from '~/api/types'
import { Reply } from './Reply'
import { UserMessage } from './UserMessage'

interface Props {
  message: Message
  busy: boolean
  onEdit: (message: Message, content: string) => void
  onRegenerate: (message: Message) => void
}

/** Only the message that grows is drawn again. */
export const MessageView = memo(function MessageView({ message, busy, onEdit, onRegenerate }: Props) {
  if (message.role === 'user') return <UserMessage message={message} busy={busy} onEdit={onEdit} />
  if (message.role === 'assistant') return <Reply message={message} busy={busy} onRegenerate={onRegenerate} />
  return null
})
