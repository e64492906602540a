import { backoff } from './backoff'
import { parseFrame, type ErrorFrame, type FeedFrame } from './frames'

export type LinkState = 'idle' | 'connecting' | 'live' | 'reconnecting'

type Listener = (frame: FeedFrame) => void

/** A ping comes every 15 s; silence for longer than this means the line is dead. */
const silenceMs = 40_000

const againMs = 3_000

/**
 * The tab's one WebSocket. Topics are counted, so two parts of a page may watch the same one;
 * after a break every topic is subscribed again and begins with a fresh snapshot.
 */
export class FeedSocket {
  private socket?: WebSocket
  private readonly topics = new Map<string, Set<Listener>>()
  private readonly watchers = new Set<() => void>()
  private attempts = 0
  private retry?: ReturnType<typeof setTimeout>
  private silence?: ReturnType<typeof setTimeout>
  state: LinkState = 'idle'

  constructor(
    private readonly url: string,
    private readonly onLost: () => void = () => {},
    private readonly open: (url: string) => WebSocket = (u) => new WebSocket(u),
  ) {}

  /** Calls back with the topic's snapshot and events until the returned function is called. */
  subscribe(topic: string, listener: Listener): () => void {
    const listeners = this.topics.get(topic)
    if (listeners) {
      listeners.add(listener)
      // Whoever joins late needs a snapshot too.
      this.refresh(topic)
    } else {
      this.topics.set(topic, new Set([listener]))
      if (this.socket) this.send('subscribe', topic)
      else this.connect()
    }
    return () => this.drop(topic, listener)
  }

  /** Tells when {@link state} changes. */
  watch = (changed: () => void): (() => void) => {
    this.watchers.add(changed)
    return () => this.watchers.delete(changed)
  }

  /** Tries now instead of waiting out the pause, e.g. because the network is back. */
  reconnectNow(): void {
    if (this.state === 'reconnecting' && this.retry) this.connect()
  }

  /** Asks for the topic's snapshot again, where events were missed. */
  refresh(topic: string): void {
    if (!this.topics.has(topic)) return
    this.send('unsubscribe', topic)
    this.send('subscribe', topic)
  }

  close(): void {
    this.topics.clear()
    this.end()
    this.setState('idle')
  }

  private drop(topic: string, listener: Listener): void {
    const listeners = this.topics.get(topic)
    listeners?.delete(listener)
    if (listeners?.size !== 0) return
    this.topics.delete(topic)
    this.send('unsubscribe', topic)
  }

  private connect(): void {
    clearTimeout(this.retry)
    this.retry = undefined
    if (this.state === 'idle') this.setState('connecting')
    const socket = this.open(this.url)
    this.socket = socket
    socket.onopen = () => {
      this.attempts = 0
      this.setState('live')
      for (const topic of this.topics.keys()) this.send('subscribe', topic)
      this.heard()
    }
    socket.onmessage = (message) => {
      this.heard()
      const frame = parseFrame(message.data)
      if (frame?.type === 'error') this.troubled(frame)
      else if (frame) for (const listener of [...(this.topics.get(frame.topic) ?? [])]) listener(frame)
    }
    socket.onclose = () => this.lost(socket)
  }

  /** The server could not read the topic's state: once more in a while. Other errors stay as they are until the next subscription. */
  private troubled({ topic, code }: ErrorFrame): void {
    if (code === 'snapshot_failed') setTimeout(() => this.topics.has(topic) && this.send('subscribe', topic), againMs)
  }

  private lost(socket: WebSocket): void {
    if (this.socket !== socket) return
    this.end()
    if (this.topics.size === 0) return this.setState('idle')
    if (this.attempts === 0) this.onLost()
    this.setState('reconnecting')
    this.retry = setTimeout(() => this.connect(), backoff(this.attempts++))
  }

  private heard(): void {
    clearTimeout(this.silence)
    const socket = this.socket
    this.silence = setTimeout(() => socket && this.lost(socket), silenceMs)
  }

  private end(): void {
    clearTimeout(this.silence)
    clearTimeout(this.retry)
    this.retry = undefined
    const socket = this.socket
    this.socket = undefined
    socket?.close()
  }

  private send(type: 'subscribe' | 'unsubscribe', topic: string): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify({ type, topic }))
  }

  private setState(state: LinkState): void {
    this.state = state
    for (const changed of this.watchers) changed()
  }
}
