import { Button } from '@mantine/core'
import { Link } from 'react-router'
import { Empty } from '~/components/Empty'
import { Page } from '~/components/Page'

export function Component() {
  return (
    <Page title="No such page">
      <Empty title="There is nothing at this address" action={<Button component={Link} to="/">Go to the overview</Button>}>
        The link may be old. Ctrl+K finds every page by name.
      </Empty>
    </Page>
  )
}
