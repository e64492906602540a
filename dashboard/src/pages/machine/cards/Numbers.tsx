import { SimpleGrid } from '@mantine/core'
import type { MachineStats } from '~/api/types'
import { Stat } from '~/components/Stat'
import { bytes, plural } from '~/format/numbers'
import { units } from '../charts/units'

const { format: percent } = units.percent
const two = (n: number) => n.toFixed(2)

/** How the machine is now. */
export function Numbers({ stats: { cpu, memory, swap, load, gpus, disks, network } }: { stats: MachineStats }) {
  const busiest = [...gpus].sort((a, b) => (b.usedPercent ?? 0) - (a.usedPercent ?? 0))[0]
  const fullest = disks.filter((d) => d.usedPercent != null).sort((a, b) => b.usedPercent! - a.usedPercent!)[0]
  const outside = network.filter((n) => n.interface !== 'lo' && !n.interface.startsWith('veth'))
  const sum = (value: (n: (typeof network)[number]) => number) => outside.reduce((all, n) => all + value(n), 0)
  return (
    <SimpleGrid cols={{ base: 2, md: 3, lg: 6 }} spacing="sm">
      <Stat testId="now-cpu" label="Processors in use" value={cpu ? percent(cpu.all.used) : '–'} about={cpu ? `of ${plural(cpu.cores, 'core')}` : 'not told'} />
      <Stat
        testId="now-memory"
        label="Memory used"
        value={memory ? bytes(memory.used.bytes) : '–'}
        about={memory ? `of ${bytes(memory.total.bytes)} (${percent(memory.usedPercent)})` : 'not told'}
      />
      <Stat label="Swap used" value={swap ? bytes(swap.used.bytes) : '–'} about={swap ? (swap.total.bytes ? `of ${bytes(swap.total.bytes)}` : 'There is none') : 'not told'} />
      <Stat label="Load" value={load ? two(load.one) : '–'} about={load ? `5 min ${two(load.five)}, 15: ${two(load.fifteen)}` : 'not told'} />
      {busiest ? (
        <Stat label="Graphics in use" value={busiest.usedPercent != null ? percent(busiest.usedPercent) : '–'} about={gpus.length > 1 ? `busiest of ${gpus.length} cards` : busiest.name} />
      ) : (
        <Stat label="Network in" value={bytes(sum((n) => n.receivedBytesPerSecond))} unit="/s" about={`${bytes(sum((n) => n.sentBytesPerSecond))}/s out`} />
      )}
      <Stat label="Fullest disk" value={fullest ? percent(fullest.usedPercent!) : '–'} about={fullest ? `${fullest.mount}, ${bytes(fullest.available!.bytes)} free` : 'not told'} />
    </SimpleGrid>
  )
}
