import { Stack } from '@mantine/core'
import { useBackends } from '~/api/backends'
import { useOverview } from '~/api/overview'
import { Async } from '~/components/Async'
import { DemoNotice } from '~/components/DemoNotice'
import { FirstModel } from '~/components/FirstModel'
import { Page } from '~/components/Page'
import { BackendStates } from './BackendStates'
import { Numbers } from './Numbers'

/** How busy backends are changes without an event. */
const refetchMs = 4_000

export function Component() {
  const overview = useOverview()
  const backends = useBackends(refetchMs)
  return (
    <Page title="Overview" about="The last 15 minutes, as they happen.">
      <Stack gap="lg">
        <DemoNotice brief />
        <FirstModel />
        <Async query={overview} rows={5}>
          {(data) => <Numbers data={data} backends={backends.data ?? []} />}
        </Async>
        <Async query={backends} rows={4}>
          {(list) => <BackendStates backends={list} live={overview.data} />}
        </Async>
      </Stack>
    </Page>
  )
}
