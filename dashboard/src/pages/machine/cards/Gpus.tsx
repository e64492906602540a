import { Group, Paper, Progress, SimpleGrid, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Gpu, MachineStats } from '~/api/types'
import { bytes, plural } from '~/format/numbers'
import { units } from '../charts/units'
import { isGpu } from './Unavailable'

/** Every card, also one that is idle with a model in its memory; where there is none, a line that says so. */
export function Gpus({ stats }: { stats: MachineStats }) {
  if (stats.gpus.length === 0) {
    return (
      <Text size="sm" c="dimmed" data-testid="no-gpu">
        No graphics card: models compute on the processors. {stats.unavailable.filter(isGpu).map((u) => u.reason).join(' ')}
      </Text>
    )
  }
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
      {stats.gpus.map((gpu) => (
        <Card key={gpu.id} gpu={gpu} />
      ))}
    </SimpleGrid>
  )
}

/** Below this a card's memory holds no model, only its driver's. */
const loadedShare = 0.05

function Card({ gpu }: { gpu: Gpu }) {
  const share = gpu.memoryTotal && gpu.memoryUsed ? gpu.memoryUsed.bytes / Math.max(1, gpu.memoryTotal.bytes) : null
  const idle = gpu.usedPercent === 0 && share != null && share > loadedShare
  return (
    <Paper withBorder p="md" component="section" aria-label={gpu.name} data-testid={`gpu-${gpu.index}`}>
      <Group justify="space-between" mb="xs" gap="xs">
        <Title order={2} size="h5">
          {gpu.name}
        </Title>
        <Text size="xs" c="dimmed">
          {gpu.vendor} {gpu.index}
        </Text>
      </Group>
      <Meter label="In use" percent={gpu.usedPercent} text={gpu.usedPercent == null ? 'not told' : units.percent.format(gpu.usedPercent)} />
      <Meter
        label="Memory"
        percent={share == null ? null : share * 100}
        text={gpu.memoryUsed && gpu.memoryTotal ? `${bytes(gpu.memoryUsed.bytes)} of ${bytes(gpu.memoryTotal.bytes)}` : 'not told'}
      />
      <Meter
        label="Power"
        percent={gpu.watts != null && gpu.wattsLimit ? (gpu.watts / gpu.wattsLimit) * 100 : null}
        text={gpu.watts == null ? 'not told' : `${units.watts.format(gpu.watts)}${gpu.wattsLimit ? ` of ${units.watts.format(gpu.wattsLimit)}` : ''}`}
      />
      <Text size="sm" c="dimmed" mt={6}>
        {[gpu.celsius != null && units.celsius.format(gpu.celsius), idle && 'idle, with something loaded', holders(gpu)].filter(Boolean).join(' · ')}
      </Text>
    </Paper>
  )
}

function Meter({ label, percent, text }: { label: string; percent: number | null; text: ReactNode }) {
  return (
    <Group gap="sm" wrap="nowrap" mb={6}>
      <Text size="sm" w={64} style={{ flex: 'none' }}>
        {label}
      </Text>
      <Progress value={percent ?? 0} flex={1} miw={60} aria-label={label} />
      <Text size="sm" ta="right" w={150} style={{ flex: 'none' }}>
        {text}
      </Text>
    </Group>
  )
}

function holders({ processes }: Gpu): string | false {
  if (!processes) return false
  if (processes.length === 0) return 'no process on it'
  const told = processes.slice(0, 4).map((p) => `${p.pid}${p.memory ? ` (${bytes(p.memory.bytes)})` : ''}`)
  return `${plural(processes.length, 'process', 'processes')}: ${told.join(', ')}${processes.length > told.length ? ' …' : ''}`
}
