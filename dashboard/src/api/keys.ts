import { useMutation, useQuery } from '@tanstack/react-query'
import { api, body } from './client'
import { allPages } from './pages'
import { queryClient } from './queryClient'
import { whole, type Input, type KeyInput } from './types'

const keysKey = ['keys']
const refresh = () => queryClient.invalidateQueries({ queryKey: keysKey })

export function useKeys() {
  return useQuery({
    queryKey: keysKey,
    queryFn: ({ signal }) => allPages((cursor) => body(api.GET('/api/keys', { params: { query: { limit: 200, cursor } }, signal }))),
  })
}

export function useCreateKey() {
  return useMutation({ mutationFn: (input: KeyInput) => body(api.POST('/api/keys', { body: whole(input) })), onSuccess: refresh })
}

export function useChangeKey(id: string) {
  return useMutation({
    mutationFn: (input: Input<'/api/keys/{id}', 'patch'>) => body(api.PATCH('/api/keys/{id}', { params: { path: { id } }, body: whole(input) })),
    onSuccess: refresh,
  })
}

export function useDeleteKey() {
  return useMutation({ mutationFn: (id: string) => body(api.DELETE('/api/keys/{id}', { params: { path: { id } } })), onSuccess: refresh })
}
