import { describe, expect, it } from 'vitest'
import type { EventFrame } from '~/feeds/frames'
import { applyEvents, type LiveConversation } from './events'

const at = '2030-01-01T00:00:00Z'
const empty: LiveConversation = { id: 'c', title: 'T', messages: [] }
const started: LiveConversation = {
  ...empty,
  messages: [
    { id: 'q', role: 'user', content: 'Hi', status: 'done', createdAt: at },
    { id: 'r', role: 'assistant', content: '', status: 'running', createdAt: at },
  ],
} as LiveConversation

const event = (name: string, data: object): EventFrame => ({ type: 'event', topic: 'conversation:c', event: name, data })
const delta = (seq: number, text: string) => event('message.delta', { messageId: 'r', seq, text })
const reply = (conversation: LiveConversation) => conversation.messages.find((m) => m.id === 'r')!

describe('events of a conversation', () => {
  it('grow a reply piece by piece', () => {
    const { conversation, stale } = applyEvents(started, [delta(1, 'Hel'), delta(2, 'lo')])
    expect(reply(conversation)).toMatchObject({ content: 'Hello', status: 'running', seq: 2 })
    expect(stale).toBe(false)
    expect(reply(started).content).toBe('')
  })

  it('keep untouched messages the same, so that they are not drawn again', () => {
    const { conversation } = applyEvents(started, [delta(1, 'x')])
    expect(conversation.messages[0]).toBe(started.messages[0])
  })

  it('drop what has been seen already', () => {
    const { conversation, stale } = applyEvents(started, [delta(1, 'a'), delta(2, 'b'), delta(2, 'b'), delta(1, 'a')])
    expect(reply(conversation).content).toBe('ab')
    expect(stale).toBe(false)
  })

  it('ask for a snapshot where a piece is missing', () => {
    const { conversation, stale } = applyEvents(started, [delta(1, 'a'), delta(3, 'c')])
    expect(reply(conversation).content).toBe('a')
    expect(stale).toBe(true)
  })

  it('ask for a snapshot where the message is unknown', () => {
    expect(applyEvents(empty, [delta(1, 'a')]).stale).toBe(true)
    expect(applyEvents(empty, [event('message.changed', { messageId: 'z' })]).stale).toBe(true)
  })

  it('keep thinking apart from the answer', () => {
    const thought = event('message.delta', { messageId: 'r', seq: 1, thinking: 'hm' })
    expect(reply(applyEvents(started, [thought, delta(2, 'ok')]).conversation)).toMatchObject({ thinking: 'hm', content: 'ok' })
  })

  it('end with usage, or with the error beside what had come', () => {
    const usage = { promptTokens: 1, completionTokens: 2 }
    const done = applyEvents(started, [delta(1, 'a'), event('message.done', { messageId: 'r', usage, backend: 'b' })])
    expect(reply(done.conversation)).toMatchObject({ status: 'done', content: 'a', usage, backend: 'b' })
    const failed = applyEvents(started, [delta(1, 'a'), event('message.failed', { messageId: 'r', error: 'gone' })])
    expect(reply(failed.conversation)).toMatchObject({ status: 'failed', content: 'a', error: 'gone' })
  })

  it('take whole messages as they are', () => {
    const whole = { id: 'q2', role: 'user', content: 'More', status: 'done', createdAt: at }
    const { conversation } = applyEvents(started, [event('message.started', whole), event('message.changed', { ...whole, content: 'Less' })])
    expect(conversation.messages.at(-1)).toMatchObject({ content: 'Less' })
    expect(conversation.messages).toHaveLength(3)
  })
})
