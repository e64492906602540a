import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { api, body } from './client'

export type GroupBy = 'model' | 'backend' | 'key' | 'user' | 'status' | 'hour' | 'day'

/** What of the usage is looked at. */
export interface UsageFilter {
  from: string
  to?: string
  model?: string
  backend?: string
  key?: string
  user?: string
  status?: string
}

export function useUsage(filter: UsageFilter, groupBy: GroupBy) {
  return useQuery({
    queryKey: ['usage', filter, groupBy],
    queryFn: ({ signal }) => body(api.GET('/api/usage', { params: { query: { ...filter, groupBy } }, signal })),
    placeholderData: keepPreviousData,
  })
}

export function useUsageRequests(filter: UsageFilter) {
  return useInfiniteQuery({
    queryKey: ['usage', 'requests', filter],
    queryFn: ({ pageParam, signal }) => body(api.GET('/api/usage/requests', { params: { query: { ...filter, limit: '100', cursor: pageParam } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })
}

const query = (filter: UsageFilter, more: Record<string, string>) =>
  new URLSearchParams({ ...(Object.fromEntries(Object.entries(filter).filter(([, value]) => value)) as Record<string, string>), ...more }).toString()

export const usagePath = (filter: UsageFilter, groupBy: GroupBy) => `/api/usage?${query(filter, { groupBy })}`
export const usageCsvPath = (filter: UsageFilter) => `/api/usage/export?${query(filter, { format: 'csv' })}`
