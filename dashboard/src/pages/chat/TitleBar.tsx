import { ActionIcon, Text } from '@mantine/core'
import { Link } from 'react-router'
import { Icon } from '~/components/icons'
import { Simulated } from '~/components/Simulated'
import { ConversationMenu } from './list/ConversationMenu'
import type { Conversation } from '~/api/types'
import classes from './Chat.module.css'

interface Props {
  id: string | undefined
  conversation: Conversation | undefined
  simulated: boolean
  openList: () => void
}

export function TitleBar({ id, conversation, simulated, openList }: Props) {
  return (
    <header className={classes.title}>
      <ActionIcon variant="subtle" color="gray" hiddenFrom="md" onClick={openList} aria-label="Conversations">
        <Icon name="panel" />
      </ActionIcon>
      <Text component="h1" fw={600} size="sm" truncate className={classes.titleText}>
        {id ? conversation?.title || 'New conversation' : 'New conversation'}
      </Text>
      {simulated && <Simulated />}
      {conversation && <ConversationMenu id={conversation.id} title={conversation.title} current />}
      <ActionIcon component={Link} to="/chat" variant="subtle" color="gray" hiddenFrom="md" aria-label="New conversation">
        <Icon name="plus" />
      </ActionIcon>
    </header>
  )
}
