import { useQuery } from '@tanstack/react-query'
import { api, body } from './client'

/** A report of thousands is not read as often. */
const long = 1_000

/** Who listens on Ziggie's machine, renewed while the page is in sight. */
export function usePorts() {
  return useQuery({
    queryKey: ['ports'],
    queryFn: ({ signal }) => body(api.GET('/api/system/ports', { signal })),
    refetchInterval: (query) => ((query.state.data?.items.length ?? 0) > long ? 15_000 : 4_000),
  })
}
