import type { MachineHistory, MachineStats } from '~/api/types'
import type { Line, Spec } from './specs'

export interface ChartData {
  at: number[]
  series: { label: string; values: (number | null)[] }[]
  band?: { low: (number | null)[]; high: (number | null)[] }
}

const seconds = (at: string) => new Date(at).getTime() / 1000
const unitS: Record<string, number> = { d: 86_400, h: 3600, m: 60, s: 1 }

/** `1h30m` in seconds. */
export const stepSeconds = (step: string) => [...step.matchAll(/(\d+)([dhms])/g)].reduce((sum, [, n, unit]) => sum + Number(n) * unitS[unit!]!, 0)

/** The lines of a chart in the history: those of what is there now, then of what has been. Names that the history does not know are left out. */
export function historyLines(spec: Spec, known: MachineHistory['metrics']): { metric: string; label: string }[] {
  const names = new Set(known.map((m) => m.name))
  const now = spec.lines.filter((line) => names.has(line.metric)).map(({ metric, label }) => ({ metric, label }))
  const gone = spec.belongs ? known.filter((m) => spec.belongs!.test(m.name) && !spec.lines.some((line) => line.metric === m.name)) : []
  return [...now, ...gone.map((m) => ({ metric: m.name, label: m.title }))].slice(0, 12)
}

/** Points by step; steps in which nothing was measured are gaps. */
export function fromHistory(answer: MachineHistory, lines: { metric: string; label: string }[]): ChartData {
  const metrics = lines.flatMap((line) => answer.metrics.find((m) => m.name === line.metric) ?? [])
  const step = stepSeconds(answer.step ?? '')
  if (!answer.from || !answer.to || !step) return { at: [], series: [] }
  const start = seconds(answer.from)
  const at: number[] = []
  for (let time = start; time < seconds(answer.to); time += step) at.push(time)
  const spread = (points: { at: string }[], value: (i: number) => number) => {
    const values: (number | null)[] = at.map(() => null)
    points.forEach((point, i) => {
      const index = Math.round((seconds(point.at) - start) / step)
      if (index >= 0 && index < values.length) values[index] = value(i)
    })
    return values
  }
  const series = metrics.map((m) => ({ label: lines.find((line) => line.metric === m.name)!.label, values: spread(m.points ?? [], (i) => m.points![i]!.mean) }))
  const single = metrics.length === 1 ? (metrics[0]!.points ?? []) : undefined
  const band = single && { low: spread(single, (i) => single[i]!.min), high: spread(single, (i) => single[i]!.max) }
  return { at, series, band }
}

/** Longer than this without a sample is a gap. */
const gapS = 25

/** What was measured while the page is open, behind what the history knows of the minutes before. */
export function fromLive(samples: MachineStats[], lines: Line[], before: ChartData | undefined): ChartData {
  const first = samples[0] ? seconds(samples[0].at) : Infinity
  const at: number[] = []
  const values: (number | null)[][] = lines.map(() => [])
  const push = (time: number, row: (number | null)[]) => {
    if (at.length && time - at.at(-1)! > gapS) {
      at.push(at.at(-1)! + 1)
      for (const of of values) of.push(null)
    }
    at.push(time)
    row.forEach((value, i) => values[i]!.push(value))
  }
  before?.at.forEach((time, i) => {
    const row = lines.map((line) => before.series.find((s) => s.label === line.label)?.values[i] ?? null)
    // Steps begin before what they are about; where one has nothing, the time between two samples says so.
    if (time + 5 < first && row.some((value) => value != null)) push(time + 5, row)
  })
  for (const sample of samples) push(seconds(sample.at), lines.map((line) => line.live(sample) ?? null))
  return { at, series: lines.map((line, i) => ({ label: line.label, values: values[i]! })) }
}
