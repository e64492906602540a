import { SimpleGrid } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useMetricNames } from '~/api/machine'
import type { MachineStats } from '~/api/types'
import { useNow } from '~/components/useNow'
import { Cores } from '../cards/Cores'
import { Disks } from '../cards/Disks'
import { Gpus } from '../cards/Gpus'
import { liveMs, parseRange } from '../range'
import { ChartPanel } from './ChartPanel'
import { specsOf } from './specs'

interface Props {
  stats: MachineStats
  samples: MachineStats[]
  rangeText: string
  asTable: boolean
}

const none: never[] = []

export function Charts({ stats, samples, rangeText, asTable }: Props) {
  const now = useNow()
  const names = useMetricNames()
  const opened = useState(() => Date.now())[0]
  const parsed = parseRange(rangeText, now)
  const range = useMemo(() => parsed, [parsed?.from, parsed?.to])
  const before = useMemo(() => ({ from: new Date(opened - liveMs).toISOString(), to: new Date(opened).toISOString() }), [opened])
  // New numbers come every two seconds; which charts there are seldom changes.
  const specs = useMemo(() => specsOf(stats), [partsOf(stats)])

  return (
    <>
      <Gpus stats={stats} />
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        {specs.map((spec) => (
          <ChartPanel key={spec.id} spec={spec} range={range} before={before} samples={samples} known={names.data?.metrics ?? none} asTable={asTable}>
            {spec.id === 'cpu' && stats.cpu && <Cores cores={stats.cpu.perCore} />}
          </ChartPanel>
        ))}
      </SimpleGrid>
      <Disks disks={stats.disks} />
    </>
  )
}

const partsOf = (s: MachineStats) =>
  JSON.stringify([
    s.cpu != null,
    s.load != null,
    s.pressure != null,
    s.memory?.total.bytes,
    s.swap?.total.bytes,
    s.network.map((n) => n.interface),
    s.diskTraffic.map((d) => d.device),
    s.gpus.map((g) => [g.id, g.watts == null, g.celsius == null]),
    s.temperatures.map((t) => [t.chip, t.label]),
  ])
