import { Text } from '@mantine/core'
import { Link, useLocation } from 'react-router'
import type { ConversationSummary } from '~/api/types'
import { Ago } from '~/components/Ago'
import { ConversationMenu } from './ConversationMenu'
import classes from './List.module.css'

interface Props {
  item: ConversationSummary
  group: string | undefined
  active: boolean
}

export function ConversationRow({ item, group, active }: Props) {
  const { search } = useLocation()
  return (
    <>
      {group && <li className={classes.group}>{group}</li>}
      <li className={classes.row} data-active={active || undefined}>
        <Link to={{ pathname: `/chat/${item.id}`, search }} className={classes.link} aria-current={active ? 'page' : undefined}>
          <Text size="sm" truncate fw={active ? 600 : 400} component="span" display="block">
            {item.title || 'New conversation'}
          </Text>
          <Text size="xs" c="dimmed" truncate component="span" display="block">
            {item.running ? 'Writing…' : (item.snippet ?? <Ago at={item.updatedAt} />)}
          </Text>
        </Link>
        <span className={classes.menu}>
          <ConversationMenu id={item.id} title={item.title} current={active} />
        </span>
      </li>
    </>
  )
}
