import { Box } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import type { Model } from '~/api/types'
import { SkeletonRows } from '~/components/Async'
import { ErrorBox } from '~/components/ErrorBox'
import { ModelPicker } from '~/components/ModelPicker'
import { findModel } from '~/components/modelOptions'
import { Composer } from './composer/Composer'
import type { Conversation, Message } from '~/api/types'
import { Thread } from './thread/Thread'
import { TitleBar } from './TitleBar'
import { useChosenModel } from './useChosenModel'
import { useSend } from './useSend'
import { Welcome } from './Welcome'
import classes from './Chat.module.css'

interface Props {
  id: string | undefined
  conversation: { data: Conversation | undefined; error: Error | null; refetch: () => unknown }
  models: UseQueryResult<Model[], Error>
  openList: () => void
}

export function ChatView({ id, conversation, models, openList }: Props) {
  const list = models.data ?? []
  const [model, choose] = useChosenModel(id, conversation.data?.model, list)
  const { send, stop } = useSend(id, model)
  const [stopping, setStopping] = useState(false)
  const messages = conversation.data?.messages ?? []
  const running = messages.some((m) => m.status === 'running')
  const simulated = findModel(list, model)?.simulated

  const onStop = () => {
    setStopping(true)
    void stop().finally(() => setStopping(false))
  }
  // What failed has been told already; these two have no draft to put back.
  const again = (input: Parameters<typeof send>[0]) => void send(input).catch(() => {})
  const onEdit = useCallback((m: Message, content: string) => again({ content, replaceFrom: m.id }), [id, model])
  const onRegenerate = useCallback((m: Message) => again({ regenerate: m.id }), [id, model])
  const blocked = models.data && !model ? 'No model can answer yet. Connect a backend first.' : undefined

  return (
    <section className={classes.view}>
      <TitleBar id={id} conversation={conversation.data} simulated={!!simulated} openList={openList} />
      {conversation.error && (
        <Box p="md">
          <ErrorBox error={conversation.error} retry={() => void conversation.refetch()} />
        </Box>
      )}
      {id && conversation.data && <Thread id={id} messages={messages} busy={running} onEdit={onEdit} onRegenerate={onRegenerate} />}
      {id && !conversation.data && (
        <Box p="xl" flex={1} maw={820} w="100%" mx="auto">
          {!conversation.error && <SkeletonRows rows={6} />}
        </Box>
      )}
      {!id && <Welcome models={models} />}
      <div className={classes.foot}>
        <Composer
          id={id}
          running={running}
          stopping={stopping}
          blocked={blocked}
          onSend={(content, images) => send({ content, images: images.length ? images : undefined })}
          onStop={onStop}
          picker={<ModelPicker models={list} value={model} onChange={choose} aria-label="Model" size="xs" w={210} variant="unstyled" />}
        />
      </div>
    </section>
  )
}
