import { Drawer, Text } from '@mantine/core'
import { useParam } from '~/components/useParam'
import type { Ports } from '../report'
import { placeOf } from '../words'
import { ListenerDetails } from './ListenerDetails'
import { PortDetails } from './PortDetails'

/** What the address has selected: a port, or one listener of it. */
export function SelectedDrawer({ ports, platform }: { ports: Ports; platform: string }) {
  const [selected, select] = useParam('selected')
  const listener = ports.listeners.find((row) => row.key === selected)
  const port = ports.ports.find((row) => row.key === (listener?.port ?? selected))
  const title = listener ? `${listener.listener.protocol} ${placeOf(listener.listener)}` : port ? `${port.view.protocol} ${port.view.port}` : selected
  return (
    <Drawer opened={!!selected} onClose={() => select(null)} position="right" size="lg" title={title} styles={{ title: { overflowWrap: 'anywhere', fontWeight: 600 } }}>
      {port && listener && <ListenerDetails row={listener} port={port} platform={platform} />}
      {port && !listener && <PortDetails row={port} platform={platform} />}
      {selected && !port && (
        <Text size="sm" c="dimmed">
          Nobody listens there any more. Should somebody come back, it is shown here.
        </Text>
      )}
    </Drawer>
  )
}
