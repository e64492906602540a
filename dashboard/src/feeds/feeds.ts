import { useEffect, useRef, useSyncExternalStore } from 'react'
import { queryClient } from '~/api/queryClient'
import { FeedSocket } from './FeedSocket'
import type { FeedFrame } from './frames'

const url = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/feeds/ws`

/** A socket may have been lost because the session ended: only an ordinary request can tell. */
export const feeds = new FeedSocket(url, () => void queryClient.invalidateQueries({ queryKey: ['me'] }))

addEventListener('online', () => feeds.reconnectNow())
document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && feeds.reconnectNow())

/** Hears a topic while the component is shown. */
export function useFeed(topic: string | undefined, listener: (frame: FeedFrame) => void) {
  const current = useRef(listener)
  useEffect(() => {
    current.current = listener
  })
  useEffect(() => (topic ? feeds.subscribe(topic, (frame) => current.current(frame)) : undefined), [topic])
}

/** Reads queries again whenever the topic says that something changed. */
export function useLiveQueries(topic: string, ...queryKeys: string[][]) {
  useFeed(topic, (frame) => {
    if (frame.type === 'event') for (const queryKey of queryKeys) void queryClient.invalidateQueries({ queryKey })
  })
}

export const useLinkState = () => useSyncExternalStore(feeds.watch, () => feeds.state)
