import { Button, Tabs } from '@mantine/core'
import { useMay } from '~/api/auth'
import { useBackends } from '~/api/backends'
import { CurlButton } from '~/components/Curl'
import { DemoNotice } from '~/components/DemoNotice'
import { EngineNotice } from '~/components/EngineNotice'
import { Icon } from '~/components/icons'
import { Page } from '~/components/Page'
import { useParam } from '~/components/useParam'
import { AliasesTab } from './aliases/AliasesTab'
import { BackendDialog } from './BackendDialog'
import { BackendDrawer } from './BackendDrawer'
import { BackendsTab } from './BackendsTab'

export function Component() {
  const [tab, setTab] = useParam('tab', 'backends')
  const [add, setAdd] = useParam('add')
  const [selected, select] = useParam('selected')
  const backends = useBackends()
  const mayChange = useMay('operate')
  const chosen = backends.data?.find((b) => b.name === selected)

  return (
    <Page
      title="Backends"
      about="Servers that answer model requests, and the names they are known by."
      actions={
        <>
          <CurlButton path="/api/backends" />
          {mayChange && (
            <Button size="xs" onClick={() => setAdd('1')} leftSection={<Icon name="plus" size={14} />}>
              Add a backend
            </Button>
          )}
        </>
      }
    >
      <DemoNotice />
      <EngineNotice />
      <Tabs value={tab} onChange={setTab} keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="backends">Backends</Tabs.Tab>
          <Tabs.Tab value="aliases">Aliases</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="backends">
          <BackendsTab query={backends} onSelect={select} onAdd={mayChange ? () => setAdd('1') : undefined} />
        </Tabs.Panel>
        <Tabs.Panel value="aliases">
          <AliasesTab />
        </Tabs.Panel>
      </Tabs>
      <BackendDrawer backend={chosen} close={() => select(null)} />
      {add && mayChange && <BackendDialog close={() => setAdd(null)} />}
    </Page>
  )
}
