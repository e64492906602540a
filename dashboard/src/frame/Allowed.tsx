import { Button } from '@mantine/core'
import { Link, Outlet, useLocation } from 'react-router'
import { may, useMe } from '~/api/auth'
import { Empty } from '~/components/Empty'
import { Page } from '~/components/Page'
import { pageAt, pageGroups } from './pages'

/** The page at this address, or, where the role has no right to it, whom to ask. */
export function Allowed() {
  const me = useMe().data
  const page = pageAt(useLocation().pathname)
  if (!me || !page?.needs || may(me, page.needs)) return <Outlet />
  const first = pageGroups(me)[0]?.[0]
  return (
    <Page title={page.label}>
      <Empty title="Not for your role" action={first && <Button component={Link} to={first.to}>Go to {first.label}</Button>}>
        You are signed in as {me.username}, and the role {me.role} does not include this page. An admin can change it under Users.
      </Empty>
    </Page>
  )
}
