import { count, duration } from '~/format/numbers'
import type { Message } from '~/api/types'

/** What is known of how a reply came about. */
export function facts({ model, backend, usage, timings }: Message): string[] {
  const said: string[] = []
  if (model) said.push(backend ? `${model} at ${backend}` : model)
  const tokens = usage?.completionTokens
  if (tokens) said.push(`${count(tokens)} tokens`)
  const first = timings?.firstTokenMs
  const total = timings?.totalMs
  if (tokens && first != null && total != null && total - first > 50 && tokens > 1) {
    said.push(`${((tokens - 1) / ((total - first) / 1000)).toFixed(0)} tokens/s`)
  }
  if (first != null && first >= 0) said.push(`first after ${duration(first)}`)
  if (total != null) said.push(`${duration(total)} in all`)
  return said
}
