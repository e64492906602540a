import { count, plural } from '~/format/numbers'
import type { PortListener, PortView } from '~/api/types'

const kinds: Record<string, string> = {
  shared: 'Two servers at one address',
  shadowed: 'One server hides another',
  'native-before-container': 'A native program in place of a container',
  'split-localhost': '“localhost” is two servers',
  'recorded-pid-gone': 'Held by others than who opened it',
}

/** A kind of conflict in words. */
export const kindOf = (kind: string) => kinds[kind] ?? kind

/** A container's id as people know it. */
export const shortId = (id: string) => (/^[0-9a-f]{13,}$/.test(id) ? id.slice(0, 12) : id)

export interface Who {
  /** The program, or the container behind it. */
  name: string
  /** Which processes. */
  about: string
}

const most = 4

/** Whom a caller meets behind one or more listeners. */
export function whoOf(listeners: PortListener[]): Who {
  const holders = [...new Map(listeners.flatMap((l) => l.holders).map((h) => [h.pid, h])).values()]
  const program = listed(distinct(holders.map((h) => h.name)))
  const processes = holders.length === 1 ? `process ${holders[0]!.pid}` : plural(holders.length, 'process', 'processes')
  const containers = distinct(listeners.map((l) => l.container && shortId(l.container)))
  const inside = distinct(listeners.flatMap((l) => [l.publishedTo, ...l.holders.map((h) => h.publishedTo)]))
  if (inside.length > 0 || listeners.some((l) => l.byPacketRules)) {
    const through = holders.length > 0 ? `through ${program}, ${processes}` : 'through packet rules'
    if (containers.length === 0) return { name: inside.length > 0 ? `container ${listed(inside)}` : 'a container', about: through }
    return { name: `container ${listed(containers)}`, about: [inside.length > 0 && `at ${listed(inside)}`, through].filter(Boolean).join(', ') }
  }
  if (holders.length === 0) return { name: unknown(listeners), about: '' }
  return { name: containers.length > 0 ? `${program} in container ${listed(containers)}` : program, about: processes }
}

function unknown(listeners: PortListener[]): string {
  const pids = distinct(listeners.map((l) => l.recordedPid?.toString()))
  if (pids.length > 0) return `process ${listed(pids)}`
  const users = distinct(listeners.map((l) => l.user))
  return users.length > 0 ? `a process of ${listed(users)}` : 'a process that may not be seen'
}

const distinct = (words: (string | null | undefined)[]) => [...new Set(words.filter((w): w is string => !!w))]

const listed = (words: string[]) => words.slice(0, most).join(', ') + (words.length > most ? ` and ${count(words.length - most)} more` : '')

/** The program that listens, wherever it runs. */
export const programOf = (listener: PortListener) => (listener.holders.length > 0 ? listed(distinct(listener.holders.map((h) => h.name))) : unknown([listener]))

/** The first of a listener's processes, by number. */
export function pidsOf({ pids, recordedPid }: PortListener): string {
  if (pids.length === 0) return recordedPid == null ? '' : String(recordedPid)
  return listed(pids.map(String))
}

/** How a caller writes an address with the port. */
export function calls(to: string, port: number): string {
  if (to === 'outside') return `outside:${port}`
  return to === 'outside IPv6' ? `outside:${port} by IPv6` : `${to}:${port}`
}

/** An address with its port, as it is written. */
export const placeOf = ({ address, port }: PortListener) => (address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`)

/** The command that shows a port's listeners in a terminal of that machine. */
export function byHand({ protocol, port, network }: PortView, platform: string, pid?: number): string {
  if (platform === 'windows') return `netstat -ano -p ${protocol} | findstr :${port}`
  if (platform === 'macos') return protocol === 'tcp' ? `lsof -nP -iTCP:${port} -sTCP:LISTEN` : `lsof -nP -iUDP:${port}`
  const ss = `ss -l${protocol === 'tcp' ? 't' : 'u'}np 'sport = :${port}'`
  return network && pid ? `sudo nsenter -t ${pid} -n ${ss}` : ss
}
