import { QueryClient } from '@tanstack/react-query'
import { whenSignedOut } from './client'
import { ApiError } from './errors'

/** One retry, and only where a second try may help. */
function worthRetrying(failures: number, error: Error) {
  return failures < 1 && (!(error instanceof ApiError) || error.status === 0 || error.status >= 502)
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry: worthRetrying, retryDelay: 600, staleTime: 5_000, refetchOnWindowFocus: true, networkMode: 'always' },
    mutations: { networkMode: 'always' },
  },
})

whenSignedOut(() => queryClient.setQueryData(['me'], null))
