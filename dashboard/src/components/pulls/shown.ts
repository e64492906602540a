import type { Pull, PullInput } from '~/api/types'

export const isRunning = (pull: Pull) => pull.state === 'running' || pull.state === 'waiting'

/** Those that go on, and those that ended badly and were not begun again since; newest first. */
export function shownPulls(pulls: Pull[], dismissed: ReadonlySet<string>): Pull[] {
  const latest = new Map<string, Pull>()
  for (const pull of pulls) {
    const other = latest.get(pull.model)
    if (!other || pull.startedAt > other.startedAt) latest.set(pull.model, pull)
  }
  return [...latest.values()].filter((p) => isRunning(p) || (p.state !== 'success' && !dismissed.has(p.id)))
}

/** What to ask for so that a pull goes on where it ended. */
export const again = (pull: Pull): PullInput =>
  pull.from.includes('://') ? { model: pull.from, name: pull.model, sha256: pull.sha256 ?? undefined } : { model: pull.model }

export interface Sample {
  at: number
  completed: number
}

const windowMs = 6_000

/** The samples that a rate is made from, with a new one: the last few seconds. */
export const withSample = (samples: Sample[], sample: Sample): Sample[] =>
  samples.at(-1)?.completed === sample.completed && samples.length > 1 && sample.at - samples.at(-1)!.at < 1_000
    ? samples
    : [...samples.filter((s) => sample.at - s.at <= windowMs && s.completed <= sample.completed), sample]

/** Bytes a second; nothing before there is enough to say it. */
export function rateOf(samples: Sample[]): number | undefined {
  const [first, last] = [samples[0], samples.at(-1)]
  if (!first || !last || last.at - first.at < 1_000) return undefined
  return ((last.completed - first.completed) / (last.at - first.at)) * 1000
}
