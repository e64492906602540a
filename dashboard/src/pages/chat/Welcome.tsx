import { Button, Text, Title } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import { Link } from 'react-router'
import { useMay } from '~/api/auth'
import type { Model } from '~/api/types'
import { DemoNotice } from '~/components/DemoNotice'
import { Empty } from '~/components/Empty'
import { ErrorBox } from '~/components/ErrorBox'
import classes from './Chat.module.css'

/** Before the first message. */
export function Welcome({ models }: { models: UseQueryResult<Model[], Error> }) {
  const mayAdd = useMay('operate')
  return (
    <div className={classes.welcome}>
      {models.error && <ErrorBox error={models.error} retry={() => void models.refetch()} />}
      {models.data?.length === 0 ? (
        <Empty
          title="No model to talk to yet"
          action={
            mayAdd && (
              <Button component={Link} to="/backends?add=1">
                Add a backend
              </Button>
            )
          }
        >
          Start a model server on this machine and Ziggie finds it, or add one by its address.
        </Empty>
      ) : (
        <div>
          <Title order={2}>What is on your mind?</Title>
          <Text c="dimmed">Conversations are kept here. A reply goes on being written if you leave, and is there when you return.</Text>
        </div>
      )}
      <DemoNotice />
    </div>
  )
}
