import { expect, it } from 'vitest'
import type { UsageGroup } from '~/api/types'
import { timeline } from './chart/timeline'
import { parseRange } from './range'

const now = new Date('2030-06-15T12:34:30Z').getTime()
const group = (at: string) => ({ group: at, requests: 1 }) as UsageGroup

it('reads presets, to the whole minute', () =>
  expect(parseRange('24h', now)).toEqual({ from: '2030-06-14T12:35:00.000Z', to: '2030-06-15T12:35:00.000Z', bucket: 'hour' }))

it('counts longer ranges by day', () => expect(parseRange('30d', now).bucket).toBe('day'))

it('reads days of the viewer, the last one included', () => {
  const { from, to, bucket } = parseRange('2030-01-01..2030-01-02', now)
  expect(new Date(to).getTime() - new Date(from).getTime()).toBe(48 * 3_600_000)
  expect(bucket).toBe('hour')
})

it.each(['', 'nonsense', '2030-02-01..2030-01-01', '..'])('takes %s for the last day', (text) => expect(parseRange(text, now)).toEqual(parseRange('24h', now)))

it('has a point for every hour, also the empty ones', () => {
  const range = { from: '2030-01-01T00:30:00Z', to: '2030-01-01T04:00:00Z', bucket: 'hour' as const }
  const points = timeline([group('2030-01-01T02:00:00Z')], range)
  expect(points.map((p) => p.group?.requests)).toEqual([undefined, undefined, 1, undefined])
})

it('knows days by their date alone', () => {
  const range = { from: '2030-01-01T10:00:00Z', to: '2030-01-03T10:00:00Z', bucket: 'day' as const }
  expect(timeline([group('2030-01-02')], range).map((p) => !!p.group)).toEqual([false, true, false])
})
