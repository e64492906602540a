import { Stack } from '@mantine/core'
import { useOverview } from '~/api/overview'
import { Async } from '~/components/Async'
import { DemoNotice } from '~/components/DemoNotice'
import { Page } from '~/components/Page'
import { Numbers } from './Numbers'
import { BackendStates } from './BackendStates'

export function Component() {
  const overview = useOverview()
  return (
    <Page title="Overview" about="The last 15 minutes, as they happen.">
      <DemoNotice />
      <Async query={overview} rows={8}>
        {(data) => (
          <Stack gap="lg">
            <Numbers data={data} />
            <BackendStates backends={data.backends} />
          </Stack>
        )}
      </Async>
    </Page>
  )
}
