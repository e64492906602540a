import { useLocalModels } from '~/api/localModels'
import { useModels } from '~/api/llm'

/** Whether any model is there that is not made up, a broken file too; undefined while nobody knows. */
export function useHasRealModel(): boolean | undefined {
  const models = useModels().data
  const made = models?.every((m) => m.simulated)
  const local = useLocalModels(made === true).data
  if (made === undefined) return undefined
  return !made || (local && local.items.length > 0)
}
