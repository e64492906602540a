import type { MachineProcess } from '~/api/types'
import { Ago } from '~/components/Ago'
import type { Column } from '~/components/table/arrange'
import { bytes, count } from '~/format/numbers'
import { units } from '../charts/units'

export const columns: Column<MachineProcess>[] = [
  { id: 'name', label: 'Process', value: (p) => p.name, cell: (p) => <span style={{ overflowWrap: 'anywhere' }}>{p.name}</span> },
  { id: 'pid', label: 'PID', number: true, value: (p) => p.pid, cell: (p) => p.pid },
  { id: 'user', label: 'User', value: (p) => p.user, cell: (p) => p.user ?? '–' },
  { id: 'cpu', label: 'Of a core', number: true, value: (p) => p.cpuPercent, cell: (p) => units.percent.format(p.cpuPercent) },
  { id: 'memory', label: 'Memory', number: true, value: (p) => p.memory.bytes, cell: (p) => bytes(p.memory.bytes) },
  { id: 'share', label: 'Of all memory', number: true, value: (p) => p.memoryPercent, cell: (p) => units.percent.format(p.memoryPercent) },
  { id: 'threads', label: 'Threads', number: true, value: (p) => p.threads, cell: (p) => count(p.threads) },
  { id: 'state', label: 'State', value: (p) => p.state, cell: (p) => p.state },
  { id: 'started', label: 'Started', value: (p) => (p.startedAt ? Date.parse(p.startedAt) : null), cell: (p) => (p.startedAt ? <Ago at={p.startedAt} /> : '–') },
]
