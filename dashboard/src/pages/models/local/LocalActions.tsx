import { Button, Group } from '@mantine/core'
import { Link } from 'react-router'
import { useMay } from '~/api/auth'
import { useOrder } from '~/api/engine'
import type { LocalRow } from './rows'

/** What can be done with a model at once; where the role may. */
export function LocalActions({ row: { model, state }, large }: { row: LocalRow; large?: boolean }) {
  const mayOperate = useMay('operate')
  const mayChat = useMay('models') && model.capabilities.includes('completion')
  const order = useOrder()
  if (!model.canAnswer) return null
  const size = large ? 'xs' : 'compact-xs'
  const inMemory = state === 'loaded' || state === 'unloading'
  const action = inMemory ? 'unload' : 'load'
  return (
    <Group gap="xs" justify={large ? undefined : 'flex-end'} wrap="nowrap" onClick={(e) => e.stopPropagation()}>
      {mayOperate && (
        <Button
          size={size}
          variant="default"
          loading={state === 'loading' || state === 'unloading'}
          onClick={() => order.mutate({ model: model.name, action })}
          aria-label={`${inMemory ? 'Unload' : 'Load'} ${model.name}`}
        >
          {inMemory ? 'Unload' : 'Load'}
        </Button>
      )}
      {mayChat && (
        <Button component={Link} to={`/chat?model=${encodeURIComponent(model.name)}`} size={size} variant="default" aria-label={`Chat with ${model.name}`}>
          Chat
        </Button>
      )}
    </Group>
  )
}
