import { Drawer } from '@mantine/core'
import { useDisclosure, useDocumentTitle } from '@mantine/hooks'
import { useEffect } from 'react'
import { useParams } from 'react-router'
import { useModels } from '~/api/llm'
import { ConversationList } from './list/ConversationList'
import { ChatView } from './ChatView'
import { useConversation } from './thread/useConversation'
import classes from './Chat.module.css'

export function Component() {
  const { id } = useParams()
  const conversation = useConversation(id)
  const models = useModels()
  const [listOpen, list] = useDisclosure(false)
  useDocumentTitle(`${conversation.data?.title || 'Chat'} · Ziggie`)
  useEffect(() => list.close(), [id])

  return (
    <div className={classes.page}>
      <aside className={classes.aside} aria-label="Conversations">
        <ConversationList current={id} />
      </aside>
      <Drawer opened={listOpen} onClose={list.close} title="Conversations" size="xs" hiddenFrom="md">
        <ConversationList current={id} />
      </Drawer>
      <ChatView id={id} conversation={conversation} models={models} openList={list.open} />
    </div>
  )
}
