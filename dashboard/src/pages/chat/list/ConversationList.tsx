import { Button, CloseButton, ScrollArea, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { Link, useSearchParams } from 'react-router'
import { useConversations } from '~/api/conversations'
import { SkeletonRows } from '~/components/Async'
import { ErrorBox } from '~/components/ErrorBox'
import { Icon } from '~/components/icons'
import { useNow } from '~/components/useNow'
import { useLiveQueries } from '~/feeds/feeds'
import { dayGroup } from '~/format/time'
import { ConversationRow } from './ConversationRow'
import classes from './List.module.css'

export function ConversationList({ current }: { current: string | undefined }) {
  const [params, setParams] = useSearchParams()
  const find = params.get('find') ?? ''
  const [settled] = useDebouncedValue(find, 250)
  const list = useConversations(settled)
  const now = useNow()
  useLiveQueries('conversations', ['conversations'])

  const setFind = (value: string) =>
    setParams(
      (before) => {
        if (value) before.set('find', value)
        else before.delete('find')
        return before
      },
      { replace: true },
    )
  const items = list.data?.pages.flatMap((page) => page.items) ?? []

  return (
    <Stack gap="xs" h="100%">
      <Button component={Link} to="/chat" variant="light" leftSection={<Icon name="plus" />} justify="flex-start">
        New conversation
      </Button>
      <TextInput
        aria-label="Search conversations"
        placeholder="Search titles and content"
        leftSection={<Icon name="search" size={15} />}
        value={find}
        onChange={(e) => setFind(e.currentTarget.value)}
        rightSection={find && <CloseButton size="sm" aria-label="Clear the search" onClick={() => setFind('')} />}
      />
      <ScrollArea flex={1} type="auto" mih={0}>
        {list.error && <ErrorBox error={list.error} retry={() => void list.refetch()} />}
        {list.isPending && <SkeletonRows rows={6} />}
        {list.data && items.length === 0 && (
          <Text size="sm" c="dimmed" p="xs">
            {find ? 'No conversation has these words.' : 'Your conversations will be listed here.'}
          </Text>
        )}
        <ul className={classes.list}>
          {items.map((item, i) => {
            const group = dayGroup(item.updatedAt, now)
            const first = !settled && (i === 0 || dayGroup(items[i - 1]!.updatedAt, now) !== group)
            return <ConversationRow key={item.id} item={item} group={first ? group : undefined} active={item.id === current} />
          })}
        </ul>
        {list.hasNextPage && (
          <Button variant="subtle" size="xs" fullWidth onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
            Show older ones
          </Button>
        )}
      </ScrollArea>
    </Stack>
  )
}
