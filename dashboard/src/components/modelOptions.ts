import type { Model } from '~/api/types'

/** Whether it can hold a conversation; a model that says nothing of itself may. */
export const chats = (model: Model) => model.capabilities.length === 0 || !model.capabilities.every((c) => c.startsWith('embed'))

export const isAlias = (model: Model) => model.kind === 'alias'

const rank: Record<string, number> = { loaded: 0, available: 1 }
const rankOf = (model: Model) => rank[model.status] ?? 2

/** The model to begin with: the wanted one, else one that chats, loaded before available, real before simulated. */
export function defaultModel(models: Model[], wanted?: string | null): string | undefined {
  if (models.some((m) => m.name === wanted)) return wanted!
  const first = models.filter((m) => chats(m) && !isAlias(m)).sort((a, b) => Number(a.simulated) - Number(b.simulated) || rankOf(a) - rankOf(b))[0]
  return (first ?? models.find(isAlias))?.name
}

/** The model behind a name. */
export const findModel = (models: Model[], name: string | undefined) => models.find((m) => m.name === name)

/** Other names of each model, from the aliases that list it. */
export function aliasesOf(models: Model[]): Map<string, string[]> {
  const names = new Map<string, string[]>()
  for (const alias of models.filter(isAlias)) for (const target of alias.targets) names.set(target, [...(names.get(target) ?? []), alias.name])
  return names
}
