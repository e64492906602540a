export interface SnapshotFrame {
  type: 'snapshot'
  topic: string
  data: unknown
}

export interface EventFrame {
  type: 'event'
  topic: string
  event: string
  id?: number
  data: unknown
}

/** The topic cannot be watched, or not now. */
export interface ErrorFrame {
  type: 'error'
  topic: string
  code: string
  message: string
}

export type FeedFrame = SnapshotFrame | EventFrame

/** A snapshot, event or error of a topic; pings and what a newer server may say are nothing to listeners. */
export function parseFrame(text: unknown): FeedFrame | ErrorFrame | undefined {
  if (typeof text !== 'string') return undefined
  try {
    const frame = JSON.parse(text) as Partial<FeedFrame | ErrorFrame> | null
    if (typeof frame?.topic !== 'string') return undefined
    if (frame.type === 'snapshot') return frame as SnapshotFrame
    if (frame.type === 'error') return frame as ErrorFrame
    if (frame.type === 'event' && typeof (frame as EventFrame).event === 'string') return frame as EventFrame
  } catch {
    // Half a frame is as good as none: the next snapshot mends it.
  }
  return undefined
}
