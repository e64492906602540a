import { expect, it } from 'vitest'
import { lastMinute } from './rates'

it('adds up the last minute', () => {
  expect(lastMinute([9, 9, 1, 1, 1, 1, 1, 2], 10)).toBe(7)
  expect(lastMinute([3], 10)).toBe(3)
  expect(lastMinute([], 10)).toBe(0)
  expect(lastMinute([5, 6], 120)).toBe(6)
})
