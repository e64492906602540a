export const ranges = [
  { value: '24h', label: '24 hours', hours: 24 },
  { value: '7d', label: '7 days', hours: 7 * 24 },
  { value: '30d', label: '30 days', hours: 30 * 24 },
  { value: '90d', label: '90 days', hours: 90 * 24 },
]

export interface Range {
  from: string
  to: string
  /** What a point of the chart spans. */
  bucket: 'hour' | 'day'
}

const hourMs = 3_600_000
const day = /^\d{4}-\d{2}-\d{2}$/

/** From the address: a preset, or two days as `2030-01-01..2030-01-31` in the viewer's zone. */
export function parseRange(text: string, now: number): Range {
  const [first, last] = text.split('..')
  if (first && last && day.test(first) && day.test(last) && first <= last) {
    return range(new Date(`${first}T00:00:00`).getTime(), new Date(`${last}T00:00:00`).getTime() + 24 * hourMs)
  }
  const preset = ranges.find((r) => r.value === text) ?? ranges[0]!
  // To the end of this minute, so that what is drawn again is not asked again.
  const to = Math.floor(now / 60_000) * 60_000 + 60_000
  return range(to - preset.hours * hourMs, to)
}

function range(from: number, to: number): Range {
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString(), bucket: to - from <= 72 * hourMs ? 'hour' : 'day' }
}
