import { describe, expect, it } from 'vitest'
import { bytes, compact, count, duration, money, percent, plural } from './numbers'
import { dayGroup, relative } from './time'

describe('numbers', () => {
  it.each([
    [undefined, '–'],
    [-1, '–'],
    [0.01, '0 ms'],
    [0.42, '0.4 ms'],
    [85.4, '85 ms'],
    [1240, '1.24 s'],
    [12_800, '12.8 s'],
    [125_000, '2 min 5 s'],
    [7_500_000, '2 h 5 min'],
  ])('tells %s ms as %s', (ms, text) => expect(duration(ms)).toBe(text))

  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1023, '1 KiB'],
    [1010 * 1024 ** 2, '1 GiB'],
    [2_019_393_189, '1.9 GiB'],
    [12 * 1024 ** 2, '12 MiB'],
  ])('tells %s bytes as %s', (n, text) => expect(bytes(n)).toBe(text))

  it('shortens only what is long', () => {
    expect(compact(9_999)).toBe('9,999')
    expect(compact(18_230)).toBe('18.2k')
    expect(compact(3_400_000)).toBe('3.4M')
    expect(compact(42.53)).toBe('42.5')
  })

  it('names units', () => {
    expect(count(1234567)).toBe('1,234,567')
    expect(percent(0.018)).toBe('1.8 %')
    expect(money(0.0123)).toBe('0.0123')
    expect(money(12.5)).toBe('12.50')
    expect(plural(1, 'model')).toBe('1 model')
    expect(plural(2, 'reply', 'replies')).toBe('2 replies')
  })
})

describe('times', () => {
  const now = new Date(2030, 5, 15, 12).getTime()

  it.each([
    [3_000, 'just now'],
    [45_000, '45 s ago'],
    [5 * 60_000, '5 min ago'],
    [3 * 3_600_000, '3 h ago'],
    [-3 * 86_400_000, 'in 3 d'],
  ])('%s ms ago is %s', (past, text) => expect(relative(now - past, now)).toBe(text))

  it.each([
    [0, 'Today'],
    [13, 'Yesterday'],
    [24 * 5, 'Last 7 days'],
    [24 * 30, 'Older'],
  ])('%s hours ago is in %s', (hours, group) => expect(dayGroup(now - hours * 3_600_000, now)).toBe(group))
})
