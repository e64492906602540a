import { List, Text } from '@mantine/core'
import type { MachineStats } from '~/api/types'
import { Described } from '~/components/Described'

const names: Record<string, string> = {
  cpu: 'Processors',
  memory: 'Memory',
  disks: 'Disks',
  diskTraffic: 'Disk traffic',
  network: 'Network',
  temperatures: 'Temperatures',
  nvidia: 'NVIDIA’s graphics cards',
  containers: 'Containers',
  amd: 'AMD’s graphics cards',
}

/** What could not be read, and why. Missing graphics cards have their own line beside the cards. */
export function Unavailable({ stats }: { stats: MachineStats }) {
  const missing = stats.unavailable.filter((u) => !isGpu(u) || stats.gpus.length > 0)
  if (missing.length === 0) return null
  return (
    <div role="note">
      <Text size="sm" c="dimmed">
        Not told by this machine:
      </Text>
      <List size="sm" c="dimmed" withPadding>
        {missing.map((u) => (
          <List.Item key={u.what}>
            {names[u.what] ?? u.what}: <Described text={u.reason} />
          </List.Item>
        ))}
      </List>
    </div>
  )
}

export const isGpu = (u: { what: string }) => u.what === 'nvidia' || u.what === 'amd'
