import { useQuery } from '@tanstack/react-query'
import { useFeed } from '~/feeds/feeds'
import { api, body } from './client'
import { queryClient } from './queryClient'
import type { Overview } from './types'

const overviewKey = ['overview']

/** The state of everything: read once, then an update every 2 s while somebody watches. */
export function useOverview() {
  const query = useQuery({ queryKey: overviewKey, queryFn: ({ signal }) => body(api.GET('/api/usage/live', { signal })), refetchInterval: 30_000 })
  useFeed('overview', (frame) => {
    // The first frame may have nothing to say yet.
    if (frame.data) queryClient.setQueryData(overviewKey, frame.data as Overview)
  })
  return query
}
