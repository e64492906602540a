import { describe, expect, it } from 'vitest'
import type { MachineHistory, MachineStats } from '~/api/types'
import { fromHistory, fromLive, historyLines, stepSeconds } from './chartData'
import { metricName } from './metricName'
import type { Spec } from './specs'

const at = (s: number) => new Date(1_900_000_000_000 + s * 1000).toISOString()
const start = 1_900_000_000
const point = (s: number, mean: number) => ({ at: at(s), min: mean - 1, mean, max: mean + 1 })
const metric = (name: string, ...points: ReturnType<typeof point>[]) => ({ name, title: `title of ${name}`, unit: 'percent', points })
const answer = (to: number, ...metrics: MachineHistory['metrics']): MachineHistory => ({ host: 'h', hosts: ['h'], from: at(0), to: at(to), step: '1m', metrics })
const load = (s: number, one: number) => ({ at: at(s), load: { one } }) as unknown as MachineStats
const spec: Spec = { id: 'x', title: 'X', unit: 'percent', lines: [{ metric: 'load.1', label: 'one', live: (s) => s.load?.one }], belongs: /^load/ }

describe('history', () => {
  it('leaves gaps where nothing was measured', () => {
    const data = fromHistory(answer(300, metric('a', point(0, 5), point(240, 7)), metric('b', point(60, 1))), [
      { metric: 'a', label: 'A' },
      { metric: 'b', label: 'B' },
    ])
    expect(data.at).toEqual([0, 60, 120, 180, 240].map((s) => start + s))
    expect(data.series).toEqual([
      { label: 'A', values: [5, null, null, null, 7] },
      { label: 'B', values: [null, 1, null, null, null] },
    ])
    expect(data.band).toBeUndefined()
  })

  it('shows least and most around a single line', () => {
    expect(fromHistory(answer(60, metric('a', point(0, 5))), [{ metric: 'a', label: 'A' }]).band).toEqual({ low: [4], high: [6] })
  })

  it('asks only for what is kept, also of what is gone', () => {
    expect(historyLines(spec, [metric('load.1'), metric('load.old'), metric('cpu.used')])).toEqual([
      { metric: 'load.1', label: 'one' },
      { metric: 'load.old', label: 'title of load.old' },
    ])
    expect(historyLines(spec, [])).toEqual([])
  })

  it.each([
    ['10s', 10],
    ['1h30m', 5400],
    ['2d', 172_800],
    ['', 0],
  ])('reads the step %s', (text, seconds) => expect(stepSeconds(text)).toBe(seconds))

  it('names metrics as the server does', () => expect(metricName('disk', '/mnt/a, b', 'used')).toBe('disk./mnt/a--b.used'))
})

describe('live', () => {
  it('goes on from what the history knows', () => {
    const before = { at: [start, start + 10, start + 20], series: [{ label: 'one', values: [1, 2, 3] }] }
    const data = fromLive([load(22, 4), load(24, 5)], spec.lines, before)
    expect(data.at).toEqual([5, 15, 22, 24].map((s) => start + s))
    expect(data.series[0]!.values).toEqual([1, 2, 4, 5])
  })

  it('breaks the line where nobody looked', () => {
    expect(fromLive([load(0, 1), load(60, 2)], spec.lines, undefined).series[0]!.values).toEqual([1, null, 2])
  })
})
