import { Button, Stack, Tabs } from '@mantine/core'
import { useMay } from '~/api/auth'
import { useModels } from '~/api/llm'
import { useLocalModels } from '~/api/localModels'
import { SkeletonRows } from '~/components/Async'
import { CurlButton } from '~/components/Curl'
import { DemoNotice } from '~/components/DemoNotice'
import { FirstModel } from '~/components/FirstModel'
import { Icon } from '~/components/icons'
import { Page } from '~/components/Page'
import { PullList } from '~/components/pulls/PullList'
import { useHasRealModel } from '~/components/useHasRealModel'
import { useParam } from '~/components/useParam'
import { AllTab } from './AllTab'
import { LocalDrawer } from './drawer/LocalDrawer'
import { LocalTab } from './local/LocalTab'
import { PullDialog } from './PullDialog'
import { useSelected } from './useSelected'

export function Component() {
  const models = useModels()
  const local = useLocalModels()
  const mayOperate = useMay('operate')
  const [asked, setTab] = useParam('tab')
  const [pulling, setPulling] = useParam('pull')
  const [selected, select, deselect] = useSelected()
  const first = useHasRealModel() === false
  const settled = (models.data ?? models.error) && (local.data ?? local.error)
  // Where nothing is on this machine's disk, what servers offer is of more use.
  const tab = asked || (local.data?.items.length || !models.data?.length ? 'local' : 'all')

  return (
    <Page
      title="Models"
      about="What is on this machine’s disk, what of it is in memory, and every name that a backend answers to."
      actions={
        <>
          <CurlButton path={tab === 'all' ? '/api/llm/models' : '/api/models/local'} />
          {mayOperate && !first && (
            <Button size="xs" onClick={() => setPulling('1')} leftSection={<Icon name="download" size={14} />}>
              Pull a model
            </Button>
          )}
        </>
      }
    >
      <Stack>
        <DemoNotice brief />
        <FirstModel />
        {!first && <PullList />}
        {!settled && <SkeletonRows rows={6} />}
        {settled && first && models.data?.length !== 0 && <AllTab query={models} />}
        {settled && !first && (
          <Tabs value={tab} onChange={setTab} keepMounted={false}>
            <Tabs.List mb="md">
              <Tabs.Tab value="local">On this machine</Tabs.Tab>
              <Tabs.Tab value="all">At all backends</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="local">
              <LocalTab query={local} onSelect={select} onPull={mayOperate ? () => setPulling('1') : undefined} />
            </Tabs.Panel>
            <Tabs.Panel value="all">
              <AllTab query={models} />
            </Tabs.Panel>
          </Tabs>
        )}
      </Stack>
      <LocalDrawer model={local.data?.items.find((m) => m.name === selected)} close={deselect} />
      {pulling && mayOperate && <PullDialog close={() => setPulling(null)} />}
    </Page>
  )
}
