import { describe, expect, it } from 'vitest'
import type { EventFrame } from '~/feeds/frames'
import type { Conversation } from '~/api/types'
import { applyEvents } from './events'

const at = '2030-01-01T00:00:00Z'
const empty: Conversation = { id: 'c', title: 'T', model: null, system: null, createdAt: at, updatedAt: at, seq: 1, messages: [] }
const started: Conversation = {
  ...empty,
  messages: [
    { id: 'q', role: 'user', content: 'Hi', status: 'done', createdAt: at },
    { id: 'r', role: 'assistant', content: '', status: 'running', createdAt: at },
  ],
} as Conversation

const event = (name: string, data: object): EventFrame => ({ type: 'event', topic: 'conversation:c', event: name, data })
const delta = (seq: number, text: string) => event('message.delta', { messageId: 'r', seq, text })
const reply = (conversation: Conversation) => conversation.messages.find((m) => m.id === 'r')!

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
    expect(applyEvents(empty, [event('message.later', { messageId: 'z' })]).stale).toBe(true)
  })

  it('keep thinking apart from the answer', () => {
    const thought = event('message.delta', { messageId: 'r', seq: 1, thinking: 'hm' })
    expect(reply(applyEvents(started, [thought, delta(2, 'ok')]).conversation)).toMatchObject({ thinking: 'hm', content: 'ok' })
  })

  it('end with usage, or with the error beside what had come', () => {
    const usage = { promptTokens: 1, completionTokens: 2 }
    const done = applyEvents(started, [delta(1, 'a'), event('message.done', { messageId: 'r', usage, backend: 'b' })])
    expect(reply(done.conversation)).toMatchObject({ status: 'done', content: 'a', usage, backend: 'b' })
    const failed = applyEvents(started, [delta(1, 'a'), event('message.failed', { messageId: 'r', error: { code: 'x', message: 'gone' } })])
    expect(reply(failed.conversation)).toMatchObject({ status: 'failed', content: 'a', error: { message: 'gone' } })
  })

  it('begin with the question and an empty answer, and drop what they replace', () => {
    const userMessage = { id: 'q2', role: 'user', content: 'Again', status: 'done', createdAt: at }
    const message = { id: 'r2', role: 'assistant', content: '', status: 'running', createdAt: at }
    const { conversation, stale } = applyEvents(started, [event('message.started', { userMessage, message, removed: ['q', 'r'] })])
    expect(conversation.messages.map((m) => m.id)).toEqual(['q2', 'r2'])
    expect(stale).toBe(false)
  })

  it('take removed messages away', () => {
    const { conversation } = applyEvents(started, [event('message.changed', { removed: ['r'] })])
    expect(conversation.messages.map((m) => m.id)).toEqual(['q'])
  })

  it('rename', () => expect(applyEvents(started, [event('conversation.changed', { id: 'c', title: 'New' })]).conversation.title).toBe('New'))
})
