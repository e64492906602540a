import type { Model } from '~/api/types'

export interface ModelOption {
  value: string
  label: string
  model: Model
}

/** What to send for a model: its name, or backend/name where several backends have that name. */
export function modelOptions(models: Model[]): ModelOption[] {
  const times = new Map<string, number>()
  for (const { name } of models) times.set(name, (times.get(name) ?? 0) + 1)
  return models.map((model) => {
    const value = times.get(model.name)! > 1 ? `${model.backend}/${model.name}` : model.name
    return { value, label: value, model }
  })
}

/** Whether it can hold a conversation; a model that says nothing of itself may. */
export const chats = (model: Model) => model.capabilities.length === 0 || !model.capabilities.every((c) => c === 'embedding' || c === 'embeddings' || c === 'embed')

const rank = { loaded: 0, available: 1, unavailable: 2 }

/** The best model to begin with: one that chats, loaded before available. */
export function defaultModel(models: Model[], wanted?: string | null): string | undefined {
  const options = modelOptions(models).filter((o) => chats(o.model))
  const named = options.find((o) => o.value === wanted || o.model.name === wanted || o.model.aliases?.includes(wanted ?? ''))
  if (named) return named.model.aliases?.includes(wanted ?? '') ? wanted! : named.value
  return options.sort((a, b) => rank[a.model.status] - rank[b.model.status])[0]?.value
}

/** The model behind a value of the picker. */
export const findModel = (models: Model[], value: string | undefined) =>
  modelOptions(models).find((o) => o.value === value || o.model.name === value || `${o.model.backend}/${o.model.name}` === value)?.model
