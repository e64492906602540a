import { ActionIcon, AppShell, Burger, Group, Kbd, ScrollArea, Text, UnstyledButton } from '@mantine/core'
import { useDisclosure, useHotkeys } from '@mantine/hooks'
import { lazy, Suspense, useEffect, useState } from 'react'
import { Link, useLocation, useNavigation } from 'react-router'
import { Icon } from '~/components/icons'
import mark from '~/theme/mark.svg'
import { useLiveQueries } from '~/feeds/feeds'
import { Allowed } from './Allowed'
import { DoctorMark } from './DoctorMark'
import { LiveMark } from './LiveMark'
import { Navigation } from './Navigation'
import { UserMenu } from './UserMenu'
import classes from './Frame.module.css'

const Palette = lazy(() => import('./palette/Palette'))

/** The one quiet frame around every page. */
export function Frame() {
  const [menuOpen, menu] = useDisclosure(false)
  const [asked, setAsked] = useState(0)
  const { pathname } = useLocation()
  const changing = useNavigation().state !== 'idle'
  const openPalette = () => setAsked((n) => n + 1)
  useHotkeys([['mod+K', openPalette]], [])
  useEffect(() => menu.close(), [pathname])
  useLiveQueries('backends', ['backends'], ['llm'])
  useLiveQueries('models', ['llm'])
  useLiveQueries('doctor', ['doctor'])

  return (
    <AppShell header={{ height: 48 }} navbar={{ width: 216, breakpoint: 'sm', collapsed: { mobile: !menuOpen } }} padding={0}>
      <a href="#main" className={classes.skip}>
        Skip to content
      </a>
      <AppShell.Header className={classes.header}>
        <Group gap="sm" wrap="nowrap">
          <Burger opened={menuOpen} onClick={menu.toggle} hiddenFrom="sm" size="sm" aria-label="Navigation" aria-expanded={menuOpen} />
          <Link to="/" className={classes.brand} aria-label="Ziggie, overview">
            <img src={mark} width="24" height="24" alt="" />
            <Text fw={650} component="span">
              Ziggie
            </Text>
          </Link>
        </Group>
        <Group gap="sm" wrap="nowrap">
          <DoctorMark />
          <LiveMark />
          <UnstyledButton className={classes.search} onClick={openPalette} visibleFrom="sm" title="Pages, models and conversations by name">
            <Icon name="search" size={15} /> Search <Kbd size="xs">Ctrl K</Kbd>
          </UnstyledButton>
          <ActionIcon variant="subtle" color="gray" hiddenFrom="sm" onClick={openPalette} aria-label="Search">
            <Icon name="search" />
          </ActionIcon>
          <UserMenu />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar className={classes.navbar}>
        <AppShell.Section grow component={ScrollArea} type="auto">
          <Navigation onChoose={menu.close} />
        </AppShell.Section>
      </AppShell.Navbar>
      <AppShell.Main id="main" className={classes.main} data-changing={changing || undefined}>
        <Allowed />
      </AppShell.Main>
      <Suspense>{asked > 0 && <Palette asked={asked} />}</Suspense>
    </AppShell>
  )
}
