import { useMutation, useQuery } from '@tanstack/react-query'
import { useLiveQueries } from '~/feeds/feeds'
import { api, body } from './client'
import { modelsKey } from './llm'
import { queryClient } from './queryClient'

const localKey = ['models', 'local']
const detailsKey = ['models', 'details']

/** Names have slashes, which stay as they are. */
const pathSerializer = (path: string, values: Record<string, unknown>) =>
  path.replace('{name}', String(values.name).split('/').map(encodeURIComponent).join('/'))

export const localPath = (name: string) => pathSerializer('/api/models/local/{name}', { name })

const refresh = (...keys: string[][]) => {
  for (const queryKey of keys) void queryClient.invalidateQueries({ queryKey })
}

export const refreshLocal = () => refresh(localKey, detailsKey, modelsKey)

/** Models on the disk of Ziggie's machine, and the folder for more. */
export function useLocalModels(enabled = true) {
  useLiveQueries('models', localKey)
  return useQuery({ queryKey: localKey, queryFn: ({ signal }) => body(api.GET('/api/models/local', { signal })), refetchInterval: 10_000, enabled })
}

/** All about one, with an estimate of its memory at a context. */
export function useLocalModel(name: string, context: number | undefined) {
  return useQuery({
    queryKey: [...detailsKey, name, context ?? null],
    queryFn: ({ signal }) => body(api.GET('/api/models/local/{name}', { params: { path: { name }, query: { context } }, pathSerializer, signal })),
    placeholderData: (before) => (before?.name === name ? before : undefined),
  })
}

/** What the file says of itself: long, so only when asked for. */
export function useMetadata(name: string) {
  return useQuery({
    queryKey: [...detailsKey, name, 'metadata'],
    queryFn: async ({ signal }) =>
      (await body(api.GET('/api/models/local/{name}', { params: { path: { name }, query: { metadata: true } }, pathSerializer, signal }))).metadata ?? {},
    staleTime: 60_000,
  })
}

export function useRemoveLocal() {
  return useMutation({
    mutationFn: (name: string) => body(api.DELETE('/api/models/local/{name}', { params: { path: { name } }, pathSerializer })),
    // Its details are not read again: they are gone.
    onSuccess: () => refresh(localKey, modelsKey),
  })
}
