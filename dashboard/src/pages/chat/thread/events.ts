import type { Conversation, Message } from '~/api/types'
import type { EventFrame } from '~/feeds/frames'

/** A message with the number of the last piece that it holds. */
export type LiveMessage = Message & { seq?: number }

export type LiveConversation = Omit<Conversation, 'messages'> & { messages: LiveMessage[] }

export interface Applied {
  conversation: LiveConversation
  /** Something was missed: only a fresh snapshot is right. */
  stale: boolean
}

interface Delta {
  messageId: string
  seq: number
  text?: string
  thinking?: string
}

/** The conversation after these events, in order. */
export function applyEvents(conversation: LiveConversation, events: EventFrame[]): Applied {
  let current = conversation
  let stale = false
  for (const { event, data } of events) {
    const next = applyOne(current, event, data as Partial<Message> & Partial<Delta>)
    if (next) current = next
    else stale = true
  }
  return { conversation: current, stale }
}

function applyOne(conversation: LiveConversation, event: string, data: Partial<Message> & Partial<Delta>): LiveConversation | undefined {
  const id = data.messageId ?? data.id
  const known = conversation.messages.find((m) => m.id === id)
  switch (event) {
    case 'message.delta':
      return known && applyDelta(conversation, known, data as Delta)
    case 'message.done':
      return known && replace(conversation, known, { ...pick(data), status: data.status ?? 'done' })
    case 'message.failed':
      return known && replace(conversation, known, { ...pick(data), status: 'failed' })
    default:
      // Started or changed: whole messages are taken as they are, anything else needs a look at the server.
      return isMessage(data) ? upsert(conversation, data) : undefined
  }
}

function applyDelta(conversation: LiveConversation, message: LiveMessage, delta: Delta): LiveConversation | undefined {
  const last = message.seq
  if (last !== undefined && delta.seq <= last) return conversation
  if (last !== undefined && delta.seq > last + 1) return undefined
  return replace(conversation, message, {
    content: message.content + (delta.text ?? ''),
    thinking: delta.thinking ? (message.thinking ?? '') + delta.thinking : message.thinking,
    status: 'running',
    seq: delta.seq,
  })
}

const pick = ({ content, error, usage, backend, model, timings }: Partial<Message>): Partial<Message> =>
  Object.fromEntries(Object.entries({ content, error, usage, backend, model, timings }).filter(([, value]) => value != null))

const isMessage = (data: Partial<Message>): data is Message => typeof data.id === 'string' && typeof data.role === 'string'

const replace = (conversation: LiveConversation, message: LiveMessage, change: Partial<LiveMessage>): LiveConversation => ({
  ...conversation,
  messages: conversation.messages.map((m) => (m === message ? { ...m, ...change } : m)),
})

/** Puts a whole message in its place, or at the end. */
export function upsert(conversation: LiveConversation, message: LiveMessage): LiveConversation {
  const known = conversation.messages.find((m) => m.id === message.id)
  return known ? replace(conversation, known, message) : { ...conversation, messages: [...conversation.messages, message] }
}
