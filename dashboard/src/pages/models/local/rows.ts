import type { OrderState } from '~/api/engine'
import { explain } from '~/api/errors'
import type { LoadedModel, LocalModel } from '~/api/types'
import { percent } from '~/format/numbers'

/** A model on disk with what the engine does with it. */
export interface LocalRow {
  model: LocalModel
  live: LoadedModel | undefined
  state: 'loading' | 'loaded' | 'unloading' | 'on disk' | 'not loaded' | 'broken'
  /** Why it cannot be used, or was not loaded. */
  problem: string | undefined
}

export function localRow(model: LocalModel, loaded: LoadedModel[], order: OrderState | undefined): LocalRow {
  const live = loaded.find((l) => l.name === model.name)
  const row = (state: LocalRow['state'], problem?: string): LocalRow => ({ model, live, state, problem })
  const failure = order?.status === 'error' ? explain(order.error) : undefined
  const said = failure && (failure.detail || failure.title)
  if (order?.status === 'pending' && order.variables?.action === 'unload') return row('unloading')
  if (live) return row(live.state as LocalRow['state'], said)
  if (order?.status === 'pending') return row('loading')
  if (model.problem) return row('broken', model.problem)
  return order?.variables?.action === 'load' && said ? row('not loaded', said) : row('on disk')
}

/** What computes it. */
export function placeOf(live: LoadedModel): string {
  if (live.gpuShare <= 0) return 'CPU'
  return live.gpuShare >= 1 ? 'GPU' : `${percent(live.gpuShare)} on GPU, the rest on CPU`
}

const sources: Record<string, string> = { folder: 'file in the models folder', store: 'pulled', ollama: 'in Ollama’s store, used in place' }

export const sourceWords = (source: string) => sources[source] ?? source
