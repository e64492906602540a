import { useMutation, useQuery } from '@tanstack/react-query'
import { api, body } from './client'
import { modelsKey, statusKey } from './llm'
import { queryClient } from './queryClient'
import { whole, type BackendInput } from './types'

export const backendsKey = ['backends']
const aliasesKey = ['aliases']

function refresh() {
  for (const queryKey of [backendsKey, aliasesKey, modelsKey, statusKey]) void queryClient.invalidateQueries({ queryKey })
}

export function useBackends(refetchMs?: number) {
  return useQuery({
    queryKey: backendsKey,
    queryFn: async ({ signal }) => (await body(api.GET('/api/backends', { signal }))).items,
    refetchInterval: refetchMs,
  })
}

/** Adds a backend, or changes the one named. */
export function useSaveBackend(name?: string) {
  return useMutation({
    mutationFn: (input: BackendInput) =>
      name ? body(api.PATCH('/api/backends/{name}', { params: { path: { name } }, body: whole(input) })) : body(api.POST('/api/backends', { body: whole(input) })),
    onSuccess: refresh,
  })
}

export function useRemoveBackend() {
  return useMutation({ mutationFn: (name: string) => body(api.DELETE('/api/backends/{name}', { params: { path: { name } } })), onSuccess: refresh })
}

export function useTestBackend() {
  return useMutation({
    mutationFn: (name: string) => body(api.POST('/api/backends/{name}/test', { params: { path: { name } } })),
    onSettled: refresh,
  })
}

/** Tries a backend that has not been saved. */
export function useTryBackend() {
  return useMutation({ mutationFn: (input: BackendInput) => body(api.POST('/api/backends/test', { body: whole(input) })) })
}

export function useAliases() {
  return useQuery({ queryKey: aliasesKey, queryFn: async ({ signal }) => (await body(api.GET('/api/aliases', { signal }))).items })
}

export function useSaveAlias() {
  return useMutation({
    mutationFn: ({ name, models }: { name: string; models: string[] }) =>
      body(api.PUT('/api/aliases/{name}', { params: { path: { name } }, body: { models } })),
    onSuccess: refresh,
  })
}

export function useRemoveAlias() {
  return useMutation({ mutationFn: (name: string) => body(api.DELETE('/api/aliases/{name}', { params: { path: { name } } })), onSuccess: refresh })
}
