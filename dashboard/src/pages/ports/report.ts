import type { PortListener, PortsReport, PortView } from '~/api/types'

/** Those of one key together, in the order in which they came. */
export function groups<T>(items: T[], keyOf: (item: T) => string): Map<string, T[]> {
  const found = new Map<string, T[]>()
  for (const item of items) {
    const known = found.get(keyOf(item))
    if (known) known.push(item)
    else found.set(keyOf(item), [item])
  }
  return found
}

/** A listener with a name that stays the same from one reading to the next. */
export interface ListenerRow {
  key: string
  port: string
  listener: PortListener
}

/** A port with its listeners. */
export interface PortRow {
  key: string
  view: PortView
  listeners: ListenerRow[]
}

export interface Ports {
  ports: PortRow[]
  listeners: ListenerRow[]
}

const keyOfPort = ({ protocol, port, network }: { protocol: string; port: number; network: string | null }) => `${protocol}/${port}${network ? `@${network}` : ''}`

/** The report as the page needs it; the report's own ids count from one anew each time. */
export function portsOf(report: PortsReport): Ports {
  const seen = new Map<string, number>()
  const byId = new Map<string, ListenerRow>()
  for (const listener of report.items) {
    const port = keyOfPort(listener)
    const name = `${port}/${listener.address}/${listener.pids[0] ?? listener.recordedPid ?? ''}`
    const again = (seen.get(name) ?? 0) + 1
    seen.set(name, again)
    byId.set(listener.id, { key: again > 1 ? `${name}~${again}` : name, port, listener })
  }
  const listeners = [...byId.values()]
  const byPort = groups(listeners, (row) => row.port)
  return { listeners, ports: report.ports.map((view) => ({ key: keyOfPort(view), view, listeners: byPort.get(keyOfPort(view)) ?? [] })) }
}

/** Who is met at an address. */
export interface Meeting {
  /** The addresses, as callers write them. */
  to: string[]
  how: string
  by: ListenerRow[]
}

/** Who answers whom, callers who meet the same together. */
export function meetings({ view, listeners }: PortRow): Meeting[] {
  const found = new Map<string, Meeting>()
  for (const { to, how, listeners: ids } of view.answers) {
    const key = `${how} ${ids.join()}`
    const known = found.get(key)
    if (known) known.to.push(to)
    else found.set(key, { to: [to], how, by: ids.flatMap((id) => listeners.find((row) => row.listener.id === id) ?? []) })
  }
  return [...found.values()]
}

/** Those who listen and whom no caller on this machine or outside meets. */
export function unmet({ view, listeners }: PortRow): ListenerRow[] {
  const met = new Set(view.answers.flatMap((answer) => answer.listeners))
  return listeners.filter((row) => !met.has(row.listener.id))
}

/** From where a port can be reached. */
export function reachOf({ view }: PortRow): string {
  if (view.network) return 'its own network'
  const answered = view.answers.filter((answer) => answer.how !== 'nobody').map((answer) => answer.to)
  if (answered.some((to) => to.startsWith('outside'))) return 'outside'
  return answered.some((to) => !['localhost', '127.0.0.1', '[::1]'].includes(to) && !to.startsWith('127.')) ? 'one address' : 'this machine'
}

/** Troubles that mislead callers come before a socket whose opener has merely ended. */
export const troubled = (ports: PortRow[]): PortRow[] =>
  ports.filter((row) => row.view.conflicts.length > 0).sort((a, b) => Number(misleads(b)) - Number(misleads(a)) || a.view.port - b.view.port)

export const misleads = ({ view }: PortRow) => view.conflicts.some((conflict) => conflict.kind !== 'recorded-pid-gone')
