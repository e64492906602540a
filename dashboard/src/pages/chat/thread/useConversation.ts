import { useCallback, useEffect, useRef } from 'react'
import { conversationKey, useConversationQuery } from '~/api/conversations'
import { queryClient } from '~/api/queryClient'
import { feeds, useFeed } from '~/feeds/feeds'
import type { EventFrame } from '~/feeds/frames'
import type { Conversation } from '~/api/types'
import { applyEvents } from './events'

/** Pieces that come within this time are shown together: faster than the eye, kinder to the machine. */
const batchMs = 40

/** A conversation that grows as the server writes it. */
export function useConversation(id: string | undefined) {
  const query = useConversationQuery(id)
  const waiting = useRef<EventFrame[]>([])
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const heardMeanwhile = useRef(false)

  const flush = useCallback(() => {
    timer.current = undefined
    const before = queryClient.getQueryData<Conversation>(conversationKey(id ?? ''))
    // Before the first answer the events wait for it.
    if (!before) return
    const { conversation, stale } = applyEvents(before, waiting.current.splice(0))
    queryClient.setQueryData(conversationKey(id ?? ''), conversation)
    if (stale) feeds.refresh(`conversation:${id}`)
  }, [id])

  useFeed(id ? `conversation:${id}` : undefined, (frame) => {
    if (query.isFetching) heardMeanwhile.current = true
    if (frame.type === 'snapshot') {
      waiting.current = []
      queryClient.setQueryData(conversationKey(id!), frame.data)
    } else {
      waiting.current.push(frame)
      timer.current ??= setTimeout(flush, batchMs)
    }
  })

  // An answer may have been read before what the feed told since, and would undo it.
  useEffect(() => {
    if (query.isFetching || !heardMeanwhile.current) return
    heardMeanwhile.current = false
    feeds.refresh(`conversation:${id}`)
  }, [query.isFetching, id])

  useEffect(
    () => () => {
      clearTimeout(timer.current)
      timer.current = undefined
      waiting.current = []
    },
    [id],
  )

  return { ...query, data: query.data as Conversation | undefined }
}
