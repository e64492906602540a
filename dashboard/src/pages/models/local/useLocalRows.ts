import { useMemo } from 'react'
import { useEngine, useOrders } from '~/api/engine'
import type { LocalModel } from '~/api/types'
import { localRow, type LocalRow } from './rows'

/** Models on disk, each with its state in the engine. */
export function useLocalRows(models: LocalModel[]): LocalRow[] {
  const loaded = useEngine().data?.models
  const orders = useOrders()
  return useMemo(() => models.map((model) => localRow(model, loaded ?? [], orders.get(model.name))), [models, loaded, orders])
}
