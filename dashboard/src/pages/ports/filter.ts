import type { PortRow } from './report'
import { whoOf } from './words'

export interface Range {
  from: number
  to: number
}

const highest = 65_535

/** "8080", "3000-9000", "-1024", "1024-"; undefined is everything, null is no range at all. */
export function rangeOf(text: string): Range | undefined | null {
  const trimmed = text.trim()
  if (!trimmed) return undefined
  const match = /^(\d{0,5})\s*(?:(-|–|\.\.)\s*(\d{0,5}))?$/.exec(trimmed)
  if (!match || (!match[1] && !match[3])) return null
  const from = match[1] ? Number(match[1]) : 0
  const to = !match[2] ? from : match[3] ? Number(match[3]) : highest
  return from <= to && to <= highest ? { from, to } : null
}

/** Whether a port is asked for. */
export const isWithin = (port: { protocol: string; port: number }, protocol: string, range: Range | undefined | null) =>
  (!protocol || port.protocol === protocol) && (!range || (port.port >= range.from && port.port <= range.to))

/** The words that a port is found by, also those of its listeners; who listens first, for it is sorted by it, too. */
export const textOf = ({ view, listeners }: PortRow) =>
  [whoOf(listeners.map((row) => row.listener)).name, view.port, view.protocol, ...listeners.flatMap(({ listener: l }) => [l.address, l.process, l.user, l.container, ...l.pids])].filter(Boolean).join(' ')
