import { Tabs } from '@mantine/core'
import { useMay } from '~/api/auth'
import { Page } from '~/components/Page'
import { useParam } from '~/components/useParam'
import { AccountTab } from './AccountTab'
import { ConfigurationTab } from './ConfigurationTab'

export function Component() {
  const mayRead = useMay('admin')
  const [tab, setTab] = useParam('tab', mayRead ? 'configuration' : 'account')
  return (
    <Page title="Settings">
      <Tabs value={tab} onChange={setTab} keepMounted={false}>
        <Tabs.List mb="md">
          {mayRead && <Tabs.Tab value="configuration">Configuration</Tabs.Tab>}
          <Tabs.Tab value="account">Your account</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="configuration">{mayRead && <ConfigurationTab />}</Tabs.Panel>
        <Tabs.Panel value="account">
          <AccountTab />
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}
