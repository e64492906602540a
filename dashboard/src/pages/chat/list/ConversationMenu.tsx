import { ActionIcon, Menu } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useNavigate } from 'react-router'
import { exportUrl, useDeleteConversation } from '~/api/conversations'
import { explain } from '~/api/errors'
import { Confirm } from '~/components/Confirm'
import { Icon } from '~/components/icons'
import { RenameDialog } from './RenameDialog'

interface Props {
  id: string
  title: string
  /** It is the one shown: deleting it leaves its page. */
  current: boolean
}

export function ConversationMenu({ id, title, current }: Props) {
  const [renaming, rename] = useDisclosure(false)
  const [deleting, del] = useDisclosure(false)
  const remove = useDeleteConversation()
  const navigate = useNavigate()
  const name = title || 'New conversation'

  const confirmed = () =>
    remove.mutate(id, {
      onSuccess: () => {
        del.close()
        localStorage.removeItem(`ziggie.draft.${id}`)
        if (current) void navigate('/chat')
      },
      onError: (error) => notifications.show({ color: 'red', title: 'Not deleted', message: explain(error).detail }),
    })

  return (
    <>
      <Menu position="bottom-end" width={190} withinPortal>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={`Actions for ${name}`}>
            <Icon name="more" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<Icon name="edit" size={16} />} onClick={rename.open}>
            Rename
          </Menu.Item>
          <Menu.Item leftSection={<Icon name="download" size={16} />} component="a" href={exportUrl(id, 'markdown')} download>
            Export as Markdown
          </Menu.Item>
          <Menu.Item leftSection={<Icon name="download" size={16} />} component="a" href={exportUrl(id, 'json')} download>
            Export as JSON
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<Icon name="trash" size={16} />} color="red" onClick={del.open}>
            Delete
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {renaming && <RenameDialog id={id} title={title} close={rename.close} />}
      <Confirm opened={deleting} close={del.close} title="Delete the conversation?" action="Delete" onConfirm={confirmed} pending={remove.isPending}>
        “{name}” and all its messages will be gone for good. A reply that is being written is stopped.
      </Confirm>
    </>
  )
}
