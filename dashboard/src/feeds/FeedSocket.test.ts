import { afterEach, beforeEach, expect, it, vi, type Mock } from 'vitest'
import { FeedSocket } from './FeedSocket'

class FakeSocket {
  static all: FakeSocket[] = []
  readyState = 0
  sent: string[] = []
  onopen?: () => void
  onclose?: () => void
  onmessage?: (message: { data: string }) => void

  constructor() {
    FakeSocket.all.push(this)
  }

  send = (text: string) => this.sent.push(text)

  close() {
    this.readyState = 3
  }

  opened() {
    this.readyState = 1
    this.onopen?.()
  }

  says = (frame: object) => this.onmessage?.({ data: JSON.stringify(frame) })
}

const last = () => FakeSocket.all.at(-1)!
const subscribe = (topic: string) => JSON.stringify({ type: 'subscribe', topic })
let lost: Mock<() => void>
let feeds: FeedSocket

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('WebSocket', { OPEN: 1 })
  FakeSocket.all = []
  lost = vi.fn<() => void>()
  feeds = new FeedSocket('ws://here', lost, () => new FakeSocket() as unknown as WebSocket)
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

it('connects with the first topic and tells its frames to its listeners alone', () => {
  const heard: unknown[] = []
  feeds.subscribe('models', (frame) => heard.push(frame.data))
  last().opened()
  expect(last().sent).toEqual([subscribe('models')])
  last().says({ type: 'ping' })
  last().says({ type: 'snapshot', topic: 'models', data: 1 })
  last().says({ type: 'event', topic: 'other', event: 'x', data: 2 })
  expect(heard).toEqual([1])
  expect(feeds.state).toBe('live')
})

it('unsubscribes when the last listener of a topic leaves', () => {
  const first = feeds.subscribe('models', () => {})
  const second = feeds.subscribe('models', () => {})
  last().opened()
  first()
  const before = last().sent.length
  second()
  expect(last().sent.slice(before)).toEqual([JSON.stringify({ type: 'unsubscribe', topic: 'models' })])
})

it('asks again for a snapshot that failed', () => {
  feeds.subscribe('models', () => {})
  last().opened()
  last().says({ type: 'error', topic: 'models', code: 'snapshot_failed', message: '…' })
  expect(last().sent).toHaveLength(1)
  vi.advanceTimersByTime(3_000)
  expect(last().sent).toHaveLength(2)
})

it('gets a fresh snapshot by leaving and coming back', () => {
  feeds.subscribe('models', () => {})
  last().opened()
  feeds.refresh('models')
  expect(last().sent.map((s) => JSON.parse(s).type)).toEqual(['subscribe', 'unsubscribe', 'subscribe'])
})

it('comes back after a break and subscribes to everything again', () => {
  feeds.subscribe('models', () => {})
  feeds.subscribe('overview', () => {})
  last().opened()
  last().onclose?.()
  expect(feeds.state).toBe('reconnecting')
  expect(lost).toHaveBeenCalledOnce()
  vi.advanceTimersByTime(500)
  expect(FakeSocket.all).toHaveLength(2)
  last().opened()
  expect(feeds.state).toBe('live')
  expect(last().sent).toEqual([subscribe('models'), subscribe('overview')])
})

it('waits longer after each failure and asks only once whether the session ended', () => {
  feeds.subscribe('models', () => {})
  for (let i = 0; i < 4; i++) {
    last().onclose?.()
    vi.advanceTimersByTime(500 * 2 ** i)
  }
  expect(FakeSocket.all).toHaveLength(5)
  expect(lost).toHaveBeenCalledOnce()
})

it('takes silence for a dead line', () => {
  feeds.subscribe('models', () => {})
  last().opened()
  vi.advanceTimersByTime(30_000)
  last().says({ type: 'ping' })
  vi.advanceTimersByTime(30_000)
  expect(feeds.state).toBe('live')
  vi.advanceTimersByTime(11_000)
  expect(feeds.state).not.toBe('live')
})

it('does not come back once nobody listens', () => {
  const leave = feeds.subscribe('models', () => {})
  last().opened()
  leave()
  last().onclose?.()
  vi.advanceTimersByTime(60_000)
  expect(FakeSocket.all).toHaveLength(1)
  expect(feeds.state).toBe('idle')
})
