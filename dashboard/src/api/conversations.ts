import { keepPreviousData, useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { api, body } from './client'
import { queryClient } from './queryClient'
import { whole, type Input, type MessageInput } from './types'

export const conversationsKey = ['conversations']
export const conversationKey = (id: string) => ['conversation', id]

const refreshList = () => queryClient.invalidateQueries({ queryKey: conversationsKey })

/** The user's conversations, newest first, or those whose title or content matches. */
export function useConversations(q: string, enabled = true) {
  return useInfiniteQuery({
    queryKey: [...conversationsKey, q],
    queryFn: ({ pageParam, signal }) =>
      body(api.GET('/api/conversations', { params: { query: { q: q || undefined, limit: 50, cursor: pageParam } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    enabled,
    // Rows stay while a search is on its way, and with them whatever menu or dialog was opened from one.
    placeholderData: keepPreviousData,
  })
}

export const readConversation = (id: string, signal?: AbortSignal) =>
  body(api.GET('/api/conversations/{id}', { params: { path: { id } }, signal }))

export function useConversationQuery(id: string | undefined) {
  return useQuery({
    queryKey: conversationKey(id ?? ''),
    queryFn: ({ signal }) => readConversation(id!, signal),
    enabled: !!id,
    // The feed keeps it current from here on.
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  })
}

export const createConversation = (input: Input<'/api/conversations'>) => body(api.POST('/api/conversations', { body: whole(input) }))

/** Starts a generation, which lives on the server from then on. */
export const sendMessage = (id: string, input: MessageInput) =>
  body(api.POST('/api/conversations/{id}/messages', { params: { path: { id } }, body: whole(input) }))

export const stopGeneration = (id: string) => body(api.POST('/api/conversations/{id}/stop', { params: { path: { id } } }))

export function useChangeConversation(id: string) {
  return useMutation({
    mutationFn: (input: Input<'/api/conversations/{id}', 'patch'>) => body(api.PATCH('/api/conversations/{id}', { params: { path: { id } }, body: whole(input) })),
    onSuccess: () => {
      void refreshList()
      void queryClient.invalidateQueries({ queryKey: conversationKey(id) })
    },
  })
}

export function useDeleteConversation() {
  return useMutation({
    mutationFn: (id: string) => body(api.DELETE('/api/conversations/{id}', { params: { path: { id } } })),
    onSuccess: (_, id) => {
      queryClient.removeQueries({ queryKey: conversationKey(id) })
      void refreshList()
    },
  })
}

export const exportUrl = (id: string, format: 'markdown' | 'json') => `/api/conversations/${encodeURIComponent(id)}/export?format=${format}`
