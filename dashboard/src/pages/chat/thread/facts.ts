import { count, duration } from '~/format/numbers'
import type { LiveMessage } from './events'

/** What is known of how a reply came about. */
export function facts({ model, backend, usage, timings }: LiveMessage): string[] {
  const said: string[] = []
  if (model) said.push(backend ? `${model} at ${backend}` : model)
  if (usage) said.push(`${count(usage.completionTokens)} tokens`)
  const first = timings?.firstTokenMs
  const total = timings?.totalMs
  if (usage && first != null && total != null && total - first > 50 && usage.completionTokens > 1) {
    said.push(`${((usage.completionTokens - 1) / ((total - first) / 1000)).toFixed(0)} tokens/s`)
  }
  if (first != null && first >= 0) said.push(`first after ${duration(first)}`)
  if (total != null) said.push(`${duration(total)} in all`)
  return said
}
