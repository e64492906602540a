import type { UsageGroup } from '~/api/types'
import type { Range } from '../range'

export interface Point {
  /** Seconds since 1970, as the chart wants them. */
  at: number
  group: UsageGroup | undefined
}

const seconds = { hour: 3600, day: 86_400 }

/** One point per hour or day of the range, also where nothing happened. */
export function timeline(items: UsageGroup[], { from, to, bucket }: Range): Point[] {
  const step = seconds[bucket]
  const start = (at: string) => Math.floor(new Date(at).getTime() / 1000 / step) * step
  const known = new Map(items.map((item) => [start(item.group), item]))
  const points: Point[] = []
  for (let at = start(from); at * 1000 < new Date(to).getTime(); at += step) points.push({ at, group: known.get(at) })
  return points
}
