import { Avatar, Menu, SegmentedControl, Text, UnstyledButton, VisuallyHidden, useMantineColorScheme, type MantineColorScheme } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { Link } from 'react-router'
import { signOut, useMe } from '~/api/auth'
import { explain } from '~/api/errors'
import { feeds } from '~/feeds/feeds'

export function UserMenu() {
  const me = useMe().data
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  if (!me) return null

  const leave = () =>
    signOut()
      .then(() => feeds.close())
      .catch((error: unknown) => notifications.show({ color: 'red', title: 'Still signed in', message: explain(error).title }))

  return (
    <Menu position="bottom-end" width={230} withinPortal>
      <Menu.Target>
        <UnstyledButton>
          <VisuallyHidden>Account of {me.username}</VisuallyHidden>
          <Avatar aria-hidden size={28} radius="xl" color="teal" name={me.username} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" fw={600} c="var(--mantine-color-text)">
            {me.username}
          </Text>
          {me.role}
        </Menu.Label>
        <SegmentedControl
          fullWidth
          size="xs"
          aria-label="Colours"
          value={colorScheme}
          onChange={(value) => setColorScheme(value as MantineColorScheme)}
          data={[
            { value: 'light', label: 'Light' },
            { value: 'dark', label: 'Dark' },
            { value: 'auto', label: 'Auto' },
          ]}
        />
        <Menu.Divider />
        <Menu.Item component={Link} to="/settings?tab=account">
          Password and sessions
        </Menu.Item>
        <Menu.Item component={Link} to="/docs">
          API documentation
        </Menu.Item>
        <Menu.Item onClick={() => void leave()}>Sign out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
