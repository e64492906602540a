import { useMutation, useQuery } from '@tanstack/react-query'
import { api, body } from './client'
import { queryClient } from './queryClient'

const sessionsKey = ['sessions']

export function useSettings() {
  return useQuery({ queryKey: ['settings'], queryFn: ({ signal }) => body(api.GET('/api/settings', { signal })) })
}

export function useSessions() {
  return useQuery({ queryKey: sessionsKey, queryFn: async ({ signal }) => (await body(api.GET('/api/auth/sessions', { params: { query: { limit: 500 } }, signal }))).items })
}

export function useEndSession() {
  return useMutation({
    mutationFn: (id: string) => body(api.DELETE('/api/auth/sessions/{id}', { params: { path: { id } } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: sessionsKey }),
  })
}

export function useChangePassword() {
  return useMutation({
    mutationFn: (input: { current: string; new: string }) => body(api.POST('/api/auth/password', { body: input })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: sessionsKey }),
  })
}
