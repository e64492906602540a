import type { OverviewSeries } from '~/api/types'

/** What the last minute had: the sum of its buckets, the one that is still filling included. */
export function lastMinute(counts: number[], bucketSeconds: number): number {
  return counts.slice(-Math.max(1, Math.round(60 / bucketSeconds))).reduce((sum, n) => sum + n, 0)
}

/** Tokens of each bucket, read and written together. */
export const tokens = ({ promptTokens, completionTokens }: OverviewSeries) => promptTokens.map((n, i) => n + (completionTokens[i] ?? 0))
