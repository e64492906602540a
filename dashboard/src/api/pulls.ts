import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useFeed } from '~/feeds/feeds'
import { api, body } from './client'
import { refreshLocal } from './localModels'
import { queryClient } from './queryClient'
import type { Pull, PullInput } from './types'

const pullsKey = ['pulls']

/** Pulls that run or wait, then those that have ended; told twice a second while somebody watches. */
export function usePulls() {
  const query = useQuery({ queryKey: pullsKey, queryFn: async ({ signal }) => (await body(api.GET('/api/models/pulls', { signal }))).items, refetchInterval: 15_000 })
  useFeed('pulls', (frame) => {
    const page = frame.data as { items: Pull[] } | null
    if (page) queryClient.setQueryData(pullsKey, page.items)
  })
  useRefreshAtEnd(query.data)
  return query
}

/** A pull that ends well brings a model. */
function useRefreshAtEnd(pulls: Pull[] | undefined) {
  const done = pulls?.filter((p) => p.state === 'success').length
  const before = useRef(done)
  useEffect(() => {
    if (before.current !== undefined && done !== before.current) refreshLocal()
    before.current = done
  }, [done])
}

/** Begins a pull, which goes on by itself. */
export function useStartPull() {
  return useMutation({
    mutationFn: (input: PullInput) => body(api.POST('/api/models/pull', { body: { model: input.model ?? null, sha256: input.sha256, name: input.name, detach: true } })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: pullsKey }),
  })
}

export function useStopPull() {
  return useMutation({
    mutationFn: (id: string) => body(api.DELETE('/api/models/pulls/{id}', { params: { path: { id } } })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: pullsKey }),
  })
}
