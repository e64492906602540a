export const ranges = [
  { value: 'live', label: 'Live' },
  { value: '1h', label: '1 hour' },
  { value: '6h', label: '6 hours' },
  { value: '24h', label: '24 hours' },
  { value: '7d', label: '7 days' },
  { value: '30d', label: '30 days' },
]

const hours: Record<string, number> = { '1h': 1, '6h': 6, '24h': 24, '7d': 7 * 24, '30d': 30 * 24 }

/** What is seen of what happens now. */
export const liveMs = 5 * 60_000

const hourMs = 3_600_000

/** What history is asked for; null for what happens now, and for what the address has wrong. */
export function parseRange(text: string, now: number): { from: string; to: string } | null {
  const length = hours[text]
  if (!length) return null
  // Asked again when there may be a new point: of an hour every 15 s, else every minute.
  const every = length === 1 ? 15_000 : 60_000
  const to = Math.ceil(now / every) * every
  return { from: new Date(to - length * hourMs).toISOString(), to: new Date(to).toISOString() }
}
