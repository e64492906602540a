import { useMutation, useQuery } from '@tanstack/react-query'
import { api, body } from './client'

export const statusKey = ['llm', 'status']
export const modelsKey = ['llm', 'models']

export function useLlmStatus() {
  return useQuery({ queryKey: statusKey, queryFn: ({ signal }) => body(api.GET('/api/llm/status', { signal })), refetchInterval: 15_000 })
}

export function useModels(enabled = true) {
  return useQuery({
    queryKey: modelsKey,
    queryFn: async ({ signal }) => (await body(api.GET('/api/llm/models', { signal }))).items,
    enabled,
    staleTime: 15_000,
  })
}

export function useGenerate() {
  return useMutation({
    mutationFn: ({ signal, ...input }: { model: string; prompt: string; signal: AbortSignal }) =>
      body(api.POST('/api/llm/generate', { body: input, signal })),
  })
}
