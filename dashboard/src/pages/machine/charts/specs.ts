import type { Gpu, MachineStats } from '~/api/types'
import { metricName } from './metricName'
import type { Unit } from './units'

export interface Line {
  /** Its name in the history. */
  metric: string
  label: string
  live: (stats: MachineStats) => number | null | undefined
}

export interface Spec {
  id: string
  title: string
  unit: Unit
  lines: Line[]
  stacked?: boolean
  top?: number
  /** Names in the history that belong here, also of parts that are gone. */
  belongs?: RegExp
}

const most = 8

/** The charts that this machine can fill. */
export function specsOf(stats: MachineStats): Spec[] {
  const interfaces = stats.network.filter((n) => n.interface !== 'lo' && !n.interface.startsWith('veth') && traffic(n) > 0)
  const shown = [...(interfaces.length ? interfaces : stats.network)].sort((a, b) => traffic(b) - traffic(a)).slice(0, most / 2)
  const specs: (Spec | false)[] = [
    stats.cpu != null && {
      id: 'cpu',
      title: 'Processors by what they do',
      unit: 'percent',
      stacked: true,
      top: 100,
      lines: [
        { metric: 'cpu.user', label: 'programs', live: (s) => s.cpu?.all.user },
        { metric: 'cpu.system', label: 'kernel', live: (s) => s.cpu?.all.system },
        { metric: 'cpu.nice', label: 'low priority', live: (s) => s.cpu?.all.nice },
        { metric: 'cpu.irq', label: 'interrupts', live: (s) => s.cpu?.all.irq },
        { metric: 'cpu.steal', label: 'other VMs', live: (s) => s.cpu?.all.steal },
        { metric: 'cpu.iowait', label: 'wait for disks', live: (s) => s.cpu?.all.ioWait },
      ],
    },
    stats.memory != null && {
      id: 'memory',
      title: 'Memory',
      unit: 'bytes',
      top: stats.memory.total.bytes,
      lines: [
        { metric: 'memory.used', label: 'used', live: (s) => s.memory?.used.bytes },
        { metric: 'memory.anonymous', label: 'of programs', live: (s) => s.memory?.anonymous.bytes },
        { metric: 'memory.cache', label: 'cache', live: (s) => s.memory?.cache.bytes },
        ...(stats.swap?.total.bytes ? [{ metric: 'swap.used', label: 'swap', live: (s: MachineStats) => s.swap?.used.bytes }] : []),
      ],
    },
    stats.gpus.length > 0 && gpuSpec(stats.gpus, 'used', 'Graphics cards in use', 'percent', (g) => g.usedPercent, 100),
    stats.gpus.length > 0 && gpuSpec(stats.gpus, 'memory', 'Memory of graphics cards', 'bytes', (g) => g.memoryUsed?.bytes, Math.max(...stats.gpus.map((g) => g.memoryTotal?.bytes ?? 0))),
    stats.gpus.some((g) => g.watts != null) && gpuSpec(stats.gpus, 'power', 'Power of graphics cards', 'watts', (g) => g.watts),
    stats.gpus.some((g) => g.celsius != null) && gpuSpec(stats.gpus, 'temperature', 'Temperature of graphics cards', 'celsius', (g) => g.celsius),
    stats.load != null && {
      id: 'load',
      title: 'Load',
      unit: 'processes',
      lines: [
        { metric: 'load.1', label: '1 min', live: (s) => s.load?.one },
        { metric: 'load.5', label: '5 min', live: (s) => s.load?.five },
        { metric: 'load.15', label: '15 min', live: (s) => s.load?.fifteen },
      ],
    },
    stats.pressure != null && {
      id: 'pressure',
      title: 'Pressure: time in which work waits for',
      unit: 'percent',
      lines: [
        { metric: 'pressure.cpu.some', label: 'processors', live: (s) => s.pressure?.cpu?.some10 },
        { metric: 'pressure.memory.some', label: 'memory', live: (s) => s.pressure?.memory?.some10 },
        { metric: 'pressure.io.some', label: 'disks', live: (s) => s.pressure?.io?.some10 },
        { metric: 'pressure.memory.full', label: 'memory, all work', live: (s) => s.pressure?.memory?.full10 },
        { metric: 'pressure.io.full', label: 'disks, all work', live: (s) => s.pressure?.io?.full10 },
      ],
    },
    stats.diskTraffic.length > 0 && {
      id: 'disks',
      title: 'Disk traffic',
      unit: 'bytesPerSecond',
      belongs: /^disk\.[^/].*\.(read|written)$/,
      lines: stats.diskTraffic.slice(0, most / 2).flatMap(({ device }) => [
        { metric: metricName('disk', device, 'read'), label: `${device} read`, live: (s) => s.diskTraffic.find((d) => d.device === device)?.readBytesPerSecond },
        { metric: metricName('disk', device, 'written'), label: `${device} written`, live: (s) => s.diskTraffic.find((d) => d.device === device)?.writeBytesPerSecond },
      ]),
    },
    shown.length > 0 && {
      id: 'network',
      title: 'Network',
      unit: 'bytesPerSecond',
      lines: shown.flatMap(({ interface: name }) => [
        { metric: metricName('network', name, 'received'), label: `${name} in`, live: (s) => s.network.find((n) => n.interface === name)?.receivedBytesPerSecond },
        { metric: metricName('network', name, 'sent'), label: `${name} out`, live: (s) => s.network.find((n) => n.interface === name)?.sentBytesPerSecond },
      ]),
    },
    stats.temperatures.length > 0 && {
      id: 'temperatures',
      title: 'Temperatures',
      unit: 'celsius',
      belongs: /^temperature\./,
      lines: temperatures(stats).slice(0, most),
    },
  ]
  return specs.filter((s): s is Spec => s !== false)
}

const traffic = (n: MachineStats['network'][number]) => n.received.bytes + n.sent.bytes

function gpuSpec(gpus: Gpu[], value: string, title: string, unit: Unit, live: (g: Gpu) => number | null | undefined, top?: number): Spec {
  return {
    id: `gpu-${value}`,
    title,
    unit,
    top: top || undefined,
    belongs: new RegExp(`^gpu\\..*\\.${value}$`),
    lines: gpus.slice(0, most).map(({ id, name, index }) => ({
      metric: metricName('gpu', id, value),
      label: gpus.length > 1 ? `${index}: ${name}` : name,
      live: (s) => {
        const card = s.gpus.find((g) => g.id === id)
        return card && live(card)
      },
    })),
  }
}

/** Sensors of one name are told apart by their order, here as in the history. */
function temperatures(stats: MachineStats): Line[] {
  return stats.temperatures.map(({ chip, label }, i) => {
    const nth = stats.temperatures.slice(0, i).filter((t) => t.chip === chip && t.label === label).length + 1
    return {
      metric: metricName('temperature', `${chip}.${label}${nth > 1 ? `.${nth}` : ''}`),
      label: `${chip} ${label}${nth > 1 ? ` (${nth})` : ''}`,
      live: (s) => s.temperatures.filter((t) => t.chip === chip && t.label === label)[nth - 1]?.celsius,
    }
  })
}
