import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useFeed } from '~/feeds/feeds'
import { api, body } from './client'
import { queryClient } from './queryClient'
import type { MachineStats } from './types'

const statsKey = ['machine']

/** How the machine is: read once, then an update every 2 s while somebody watches. */
export function useMachine() {
  const query = useQuery({ queryKey: statsKey, queryFn: ({ signal }) => body(api.GET('/api/system/stats', { signal })), refetchInterval: 30_000 })
  useFeed('system', (frame) => {
    if (frame.data) queryClient.setQueryData(statsKey, frame.data as MachineStats)
  })
  return query
}

/** The metrics that this machine has a history of. */
export function useMetricNames() {
  return useQuery({ queryKey: ['machine', 'metrics'], queryFn: ({ signal }) => body(api.GET('/api/system/history', { signal })), staleTime: 60_000 })
}

export interface HistoryRange {
  /** RFC 3339. */
  from: string
  to: string
}

/** Some metrics over a range, in steps that suit it. */
export function useHistory(metrics: string[], range: HistoryRange | null) {
  return useQuery({
    queryKey: ['machine', 'history', metrics, range],
    queryFn: ({ signal }) => body(api.GET('/api/system/history', { params: { query: { metric: metrics.join(','), ...range! } }, signal })),
    enabled: range !== null && metrics.length > 0,
    placeholderData: keepPreviousData,
  })
}

export const historyPath = (metrics: string[], range: HistoryRange) => `/api/system/history?${new URLSearchParams({ metric: metrics.join(','), ...range })}`

/** The processes that take most, again every few seconds while they are shown. */
export function useProcesses(sort: 'cpu' | 'memory') {
  return useQuery({
    queryKey: ['machine', 'processes', sort],
    queryFn: ({ signal }) => body(api.GET('/api/system/processes', { params: { query: { sort, limit: 500 } }, signal })),
    refetchInterval: 3_000,
    placeholderData: keepPreviousData,
  })
}
