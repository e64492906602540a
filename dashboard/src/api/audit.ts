import { useInfiniteQuery } from '@tanstack/react-query'
import { api, body } from './client'

export interface AuditFilter {
  actor?: string
  action?: string
  outcome?: string
}

export function useAudit(filter: AuditFilter) {
  return useInfiniteQuery({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam, signal }) => body(api.GET('/api/audit', { params: { query: { ...filter, limit: 100, cursor: pageParam } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })
}
