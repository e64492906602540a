import { Text, Title } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { Model } from '~/api/types'
import { DemoNotice } from '~/components/DemoNotice'
import { ErrorBox } from '~/components/ErrorBox'
import { FirstModel } from '~/components/FirstModel'
import classes from './Chat.module.css'

/** Before the first message. */
export function Welcome({ models }: { models: UseQueryResult<Model[], Error> }) {
  return (
    <div className={classes.welcome}>
      <div className={classes.words}>
        {models.error && <ErrorBox error={models.error} retry={() => void models.refetch()} />}
        {models.data?.length === 0 ? (
          <Title order={2}>No model to talk to yet</Title>
        ) : (
          <div>
            <Title order={2}>What is on your mind?</Title>
            <Text c="dimmed">Conversations are kept here. A reply goes on being written if you leave, and is there when you return.</Text>
          </div>
        )}
        <DemoNotice brief />
        <FirstModel />
      </div>
    </div>
  )
}
