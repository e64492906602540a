import type { Conversation, Message } from '~/api/types'
import type { EventFrame } from '~/feeds/frames'

export interface Applied {
  conversation: Conversation
  /** Something was missed: only a fresh snapshot is right. */
  stale: boolean
}

/** What the events of a conversation carry; which of it depends on the event. */
interface News {
  messageId?: string
  seq?: number
  text?: string | null
  thinking?: string | null
  removed?: string[]
  userMessage?: Message | null
  message?: Message
  title?: string
}

type Change = (conversation: Conversation, news: News & Partial<Message>) => Conversation | undefined

/** The conversation after these events, in order. */
export function applyEvents(conversation: Conversation, events: EventFrame[]): Applied {
  let current = conversation
  let stale = false
  for (const { event, data } of events) {
    const next = changes[event]?.(current, (data ?? {}) as News & Partial<Message>)
    if (next) current = next
    else stale = true
  }
  return { conversation: current, stale }
}

/** Undefined where the event does not fit what is known. */
const changes: Record<string, Change> = {
  'message.started': (conversation, { userMessage, message, removed }) => {
    if (!message) return undefined
    const kept = without(conversation, removed)
    return upsert(userMessage ? upsert(kept, userMessage) : kept, message)
  },
  'message.changed': (conversation, { removed }) => without(conversation, removed),
  'message.delta': (conversation, delta) => {
    const message = find(conversation, delta.messageId)
    return message && applyDelta(conversation, message, delta)
  },
  'message.done': (conversation, ended) => end(conversation, ended, 'done'),
  'message.failed': (conversation, ended) => end(conversation, ended, 'failed'),
  'conversation.changed': (conversation, { title, model }) => ({ ...conversation, title: title ?? conversation.title, model: model ?? conversation.model }),
  // Whoever deleted it leaves the page; elsewhere the next read says so.
  'conversation.deleted': (conversation) => conversation,
}

function applyDelta(conversation: Conversation, message: Message, { seq, text, thinking }: News): Conversation | undefined {
  const last = message.seq
  if (seq === undefined) return undefined
  if (last != null && seq <= last) return conversation
  if (last != null && seq > last + 1) return undefined
  return replace(conversation, message, {
    content: message.content + (text ?? ''),
    thinking: thinking ? (message.thinking ?? '') + thinking : message.thinking,
    status: 'running',
    seq,
  })
}

function end(conversation: Conversation, ended: News & Partial<Message>, status: Message['status']): Conversation | undefined {
  const message = find(conversation, ended.messageId)
  const { error, finishReason, usage, backend, model, timings } = ended
  const known = Object.fromEntries(Object.entries({ error, finishReason, usage, backend, model, timings }).filter(([, value]) => value != null))
  return message && replace(conversation, message, { ...known, status: ended.status ?? status })
}

const find = (conversation: Conversation, id: string | undefined) => conversation.messages.find((m) => m.id === id)

const without = (conversation: Conversation, removed: string[] = []): Conversation =>
  removed.length ? { ...conversation, messages: conversation.messages.filter((m) => !removed.includes(m.id)) } : conversation

const replace = (conversation: Conversation, message: Message, change: Partial<Message>): Conversation => ({
  ...conversation,
  messages: conversation.messages.map((m) => (m === message ? { ...m, ...change } : m)),
})

/** Puts a whole message in its place, or at the end. */
export function upsert(conversation: Conversation, message: Message): Conversation {
  const known = find(conversation, message.id)
  return known ? replace(conversation, known, message) : { ...conversation, messages: [...conversation.messages, message] }
}
