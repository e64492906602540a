import { useMutation, useQuery } from '@tanstack/react-query'
import { api, body } from './client'
import { ApiError } from './errors'
import { queryClient } from './queryClient'
import type { Me } from './types'

export type Permission = 'models' | 'uploads' | 'knowledge' | 'read' | 'operate' | 'admin'

async function readMe(): Promise<Me | null> {
  try {
    return await body(api.GET('/api/auth/me'))
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null
    throw error
  }
}

/** Who is signed in; null is nobody. */
export function useMe() {
  return useQuery({ queryKey: ['me'], queryFn: readMe, staleTime: 60_000 })
}

export function may(me: Me | null | undefined, permission: Permission): boolean {
  return me?.permissions.includes(permission) ?? false
}

/** Whether the one signed in may do it; for what pages show. */
export function useMay(permission: Permission): boolean {
  return may(useMe().data, permission)
}

export function useSignIn() {
  return useMutation({
    mutationFn: (input: { username: string; password: string }) => body(api.POST('/api/auth/login', { body: { ...input, cookie: true } })),
    onSuccess: () => queryClient.fetchQuery({ queryKey: ['me'], queryFn: readMe, staleTime: 0 }),
  })
}

/** Also forgets what was shown, so that the next person sees none of it. */
export async function signOut() {
  await body(api.POST('/api/auth/logout'))
  queryClient.setQueryData(['me'], null)
  queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== 'me' })
}
