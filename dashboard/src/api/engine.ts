import { useMutation, useMutationState, useQuery, type MutationState } from '@tanstack/react-query'
import { useFeed } from '~/feeds/feeds'
import { api, body } from './client'
import { queryClient } from './queryClient'
import { whole, type EngineView } from './types'

const engineKey = ['engine']
const orderKey = ['engine', 'order']

export interface Order {
  model: string
  action: 'load' | 'unload'
}

export type OrderState = MutationState<EngineView, Error, Order>

/** Ziggie's own engine and the models in memory, as they change. */
export function useEngine() {
  const query = useQuery({ queryKey: engineKey, queryFn: ({ signal }) => body(api.GET('/api/engine', { signal })), refetchInterval: 15_000 })
  useFeed('engine', (frame) => {
    if (frame.type === 'event' && frame.data) queryClient.setQueryData(engineKey, frame.data as EngineView)
  })
  return query
}

/** Loads or unloads a model; how it goes is also told by {@link useOrders}, wherever it is shown. */
export function useOrder() {
  return useMutation({
    mutationKey: orderKey,
    mutationFn: ({ model, action }: Order) => body(api.POST(`/api/engine/${action}`, { body: whole<{ model: string | null; keepAlive: string | null }>({ model }) })),
    onSuccess: (engine) => queryClient.setQueryData(engineKey, engine),
    onError: () => queryClient.invalidateQueries({ queryKey: engineKey }),
  })
}

/** The latest order for each model. */
export function useOrders(): Map<string, OrderState> {
  const states = useMutationState({ filters: { mutationKey: orderKey }, select: (mutation) => mutation.state as OrderState })
  return new Map(states.filter((s) => s.variables).map((s) => [s.variables!.model, s]))
}
