import { useMutation, useQuery } from '@tanstack/react-query'
import { api, body } from './client'
import { allPages } from './pages'
import { queryClient } from './queryClient'
import { whole, type Input } from './types'

const usersKey = ['users']
const refresh = () => queryClient.invalidateQueries({ queryKey: usersKey })

export function useUsers() {
  return useQuery({
    queryKey: usersKey,
    queryFn: ({ signal }) => allPages((cursor) => body(api.GET('/api/users', { params: { query: { limit: 200, cursor } }, signal }))),
  })
}

export function useCreateUser() {
  return useMutation({ mutationFn: (input: Input<'/api/users'>) => body(api.POST('/api/users', { body: whole(input) })), onSuccess: refresh })
}

export function useChangeUser(id: string) {
  return useMutation({
    mutationFn: (input: Input<'/api/users/{id}', 'patch'>) => body(api.PATCH('/api/users/{id}', { params: { path: { id } }, body: whole(input) })),
    onSuccess: refresh,
  })
}

export function useDeleteUser() {
  return useMutation({ mutationFn: (id: string) => body(api.DELETE('/api/users/{id}', { params: { path: { id } } })), onSuccess: refresh })
}
