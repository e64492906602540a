import { Drawer, Stack, Tabs } from '@mantine/core'
import type { LocalModel } from '~/api/types'
import { useParam } from '~/components/useParam'
import { useLocalRows } from '../local/useLocalRows'
import { About } from './About'
import { Actions } from './Actions'
import { Metadata } from './Metadata'
import { Texts } from './Texts'

/** All that is known of one model on disk. */
export function LocalDrawer({ model, close }: { model: LocalModel | undefined; close: () => void }) {
  return (
    <Drawer opened={!!model} onClose={close} position="right" size="lg" title={model?.name} styles={{ title: { overflowWrap: 'anywhere' } }}>
      {model && <Details key={model.name} model={model} close={close} />}
    </Drawer>
  )
}

function Details({ model, close }: { model: LocalModel; close: () => void }) {
  const row = useLocalRows([model])[0]!
  const [part, setPart] = useParam('part', 'about')
  return (
    <Stack>
      <Actions row={row} close={close} />
      <Tabs value={part} onChange={setPart} keepMounted={false}>
        <Tabs.List mb="sm">
          <Tabs.Tab value="about">About</Tabs.Tab>
          <Tabs.Tab value="template">Template and parameters</Tabs.Tab>
          <Tabs.Tab value="metadata">Metadata</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="about">
          <About row={row} />
        </Tabs.Panel>
        <Tabs.Panel value="template">
          <Texts name={model.name} />
        </Tabs.Panel>
        <Tabs.Panel value="metadata">
          <Metadata name={model.name} />
        </Tabs.Panel>
      </Tabs>
    </Stack>
  )
}
