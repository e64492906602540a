import { Stack, Text, Title } from '@mantine/core'
import { FactTable } from '~/components/FactTable'
import { ParamLink } from '~/components/ParamLink'
import { Answers } from '../Answers'
import { Troubles } from '../ConflictCard'
import { PortActions } from '../PortActions'
import type { ListenerRow, PortRow } from '../report'
import { shortId } from '../words'
import { Holders } from './Holders'

/** All that is known of one listener: its socket, who holds it, and what its port makes of it. */
export function ListenerDetails({ row: { listener }, port, platform }: { row: ListenerRow; port: PortRow; platform: string }) {
  return (
    <Stack>
      <PortActions row={port} platform={platform} />
      <FactTable
        label="Socket"
        facts={[
          ['Address', <code key="a">{listener.address}</code>],
          ['Port', <ParamLink key="p" name="selected" value={port.key}>{`${listener.protocol} ${listener.port}, with all its listeners`}</ParamLink>],
          listener.v6Only != null && ['IPv4 too', listener.v6Only ? 'no, IPv6 alone' : 'yes'],
          ['User', listener.user],
          ['Container', [listener.container, listener.containerId && listener.containerId !== listener.container && `(${shortId(listener.containerId)})`].filter(Boolean).join(' ')],
          ['Published to', listener.publishedTo && `${listener.publishedTo} in the container`],
          listener.byPacketRules && ['Socket', 'none: packet rules lead to the container before sockets are looked for'],
          ['Service', listener.service],
          ['Network', listener.network && `namespace ${listener.network}, not this machine’s own`],
          listener.recordedPid != null && ['Opened by', listener.recordedPidGone ? `process ${listener.recordedPid}, which has ended: those below hold the socket on` : `process ${listener.recordedPid}`],
        ]}
      />
      <section>
        <Title order={3} size="h5" mb="xs">
          {listener.holders.length > 1 ? `${listener.holders.length} processes hold the socket` : 'Process'}
        </Title>
        {listener.holders.length === 0 && listener.byPacketRules && (
          <Text size="sm" c="dimmed">
            None holds it: the kernel passes packets on.
          </Text>
        )}
        {listener.holders.length === 0 && !listener.byPacketRules && (
          <Text size="sm" c="dimmed">
            Which process it is may not be seen: it belongs to {listener.user ? `user ${listener.user}` : 'another user'}. Ziggie run as root, or “sudo ziggie ports”, shows it.
          </Text>
        )}
        {listener.holders.length > 0 && <Holders holders={listener.holders} />}
      </section>
      <section>
        <Title order={3} size="h5" mb="xs">
          Who answers at this port
        </Title>
        <Answers row={port} />
      </section>
      <Troubles row={port} />
    </Stack>
  )
}
