import { notifications } from '@mantine/notifications'
import { useNavigate } from 'react-router'
import { conversationKey, conversationsKey, createConversation, sendMessage, stopGeneration } from '~/api/conversations'
import { explain } from '~/api/errors'
import { queryClient } from '~/api/queryClient'
import type { Conversation, Message, MessageInput } from '~/api/types'
import { upsert } from './thread/events'

/** Starts and stops generations; what the server then writes comes through the feed. */
export function useSend(id: string | undefined, model: string | undefined) {
  const navigate = useNavigate()

  const post = async (conversationId: string, input: MessageInput) => {
    const accepted = await sendMessage(conversationId, { ...input, model })
    showAtOnce(conversationId, input, accepted)
    void queryClient.invalidateQueries({ queryKey: conversationsKey })
  }

  const send = async (input: MessageInput) => {
    try {
      if (id) return await post(id, input)
      const created = await createConversation({ model })
      await post(created.id, input)
      await navigate(`/chat/${created.id}`, { replace: true })
    } catch (error) {
      const { title, detail } = explain(error)
      notifications.show({ color: 'red', title: `Not sent: ${title}`, message: detail, autoClose: 8000 })
      throw error
    }
  }

  const stop = async () => {
    if (!id) return
    try {
      await stopGeneration(id)
    } catch (error) {
      notifications.show({ color: 'red', title: 'Not stopped', message: explain(error).detail })
    }
  }

  return { send, stop }
}

/** Shows the question and the empty reply before the first event has come. */
function showAtOnce(id: string, input: MessageInput, accepted: { userMessageId?: string | null; messageId: string }) {
  queryClient.setQueryData<Conversation>(conversationKey(id), (before) => {
    if (!before || before.messages.some((m) => m.id === accepted.messageId)) return before
    const cut = before.messages.findIndex((m) => m.id === (input.replaceFrom ?? input.regenerate))
    const kept = cut < 0 ? before : { ...before, messages: before.messages.slice(0, cut) }
    const asked = accepted.userMessageId ? upsert(kept, message(accepted.userMessageId, 'user', input.content ?? '')) : kept
    return upsert(asked, message(accepted.messageId, 'assistant', ''))
  })
}

const message = (id: string, role: Message['role'], content: string): Message => ({
  id,
  role,
  content,
  status: role === 'user' ? 'done' : 'running',
  createdAt: new Date().toISOString(),
})
