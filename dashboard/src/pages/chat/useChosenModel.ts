import { useEffect, useState } from 'react'
import { useSearchParams } from 'react-router'
import type { Model } from '~/api/types'
import { defaultModel } from '~/components/modelOptions'

const place = 'ziggie.model'

/** The model for the next message: chosen here, of the conversation, named in the address, or last used. */
export function useChosenModel(id: string | undefined, conversationModel: string | null | undefined, models: Model[]) {
  const [chosen, setChosen] = useState<string>()
  const [params] = useSearchParams()
  useEffect(() => setChosen(undefined), [id])
  const model = chosen ?? conversationModel ?? defaultModel(models, params.get('model') ?? localStorage.getItem(place))
  const choose = (value: string) => {
    setChosen(value)
    localStorage.setItem(place, value)
  }
  return [model || undefined, choose] as const
}
