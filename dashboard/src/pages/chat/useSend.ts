import { notifications } from '@mantine/notifications'
import { useNavigate } from 'react-router'
import { conversationKey, conversationsKey, createConversation, sendMessage, stopGeneration } from '~/api/conversations'
import { explain } from '~/api/errors'
import { queryClient } from '~/api/queryClient'
import type { MessageInput } from '~/api/types'
import { feeds } from '~/feeds/feeds'
import { upsert, type LiveConversation, type LiveMessage } from './thread/events'

/** Starts and stops generations; what the server then writes comes through the feed. */
export function useSend(id: string | undefined, model: string | undefined) {
  const navigate = useNavigate()

  const post = async (conversationId: string, input: MessageInput) => {
    const accepted = await sendMessage(conversationId, { model, ...input })
    showAtOnce(conversationId, input, accepted)
    feeds.refresh(`conversation:${conversationId}`)
    void queryClient.invalidateQueries({ queryKey: conversationsKey })
  }

  const send = async (input: MessageInput) => {
    try {
      if (id) return await post(id, input)
      const created = await createConversation({ model })
      queryClient.setQueryData(conversationKey(created.id), created)
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
  queryClient.setQueryData<LiveConversation>(conversationKey(id), (before) => {
    if (!before) return before
    const cut = before.messages.findIndex((m) => m.id === (input.replaceFrom ?? input.regenerate))
    let after: LiveConversation = cut < 0 ? before : { ...before, messages: before.messages.slice(0, cut) }
    const createdAt = new Date().toISOString()
    if (accepted.userMessageId && !before.messages.some((m) => m.id === accepted.userMessageId)) {
      after = upsert(after, message(accepted.userMessageId, 'user', createdAt, input))
    }
    return before.messages.some((m) => m.id === accepted.messageId) ? after : upsert(after, message(accepted.messageId, 'assistant', createdAt))
  })
}

function message(id: string, role: 'user' | 'assistant', createdAt: string, input?: MessageInput): LiveMessage {
  return { id, role, createdAt, content: input?.content ?? '', images: input?.images, status: role === 'user' ? 'done' : 'running' }
}
