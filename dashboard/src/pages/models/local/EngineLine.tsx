import { Group, Text } from '@mantine/core'
import { useEngine } from '~/api/engine'
import { State } from '~/components/State'
import { bytes, plural } from '~/format/numbers'

const about: Record<string, string> = {
  idle: 'Starts with the first request for one of these models.',
  running: 'Its process runs.',
  unavailable: 'See above.',
}

/** The engine in one line: its release, what it computes on, and how full its memory is. */
export function EngineLine() {
  const engine = useEngine().data
  if (!engine) return null
  const used = engine.models.reduce((sum, m) => sum + m.memory, 0)
  const devices = engine.devices.map((d) => d.description || d.name)
  return (
    <Group gap="xs" data-testid="engine">
      <Text size="sm" c="dimmed">
        Engine
      </Text>
      <State state={engine.status} title={about[engine.status]} />
      <Text size="sm" c="dimmed">
        {[
          engine.version,
          devices.join(', '),
          engine.memoryBudget != null && `${plural(engine.models.length, 'model')} in memory, ${bytes(used)} of ${bytes(engine.memoryBudget)}`,
          engine.status === 'idle' && 'starts with the first request',
        ]
          .filter(Boolean)
          .join(' · ')}
      </Text>
    </Group>
  )
}
