import { expect, it } from 'vitest'
import { backoff } from './backoff'
import { parseFrame } from './frames'

it('reads snapshots and events', () => {
  expect(parseFrame('{"type":"snapshot","topic":"a","data":{}}')).toMatchObject({ topic: 'a' })
  expect(parseFrame('{"type":"event","topic":"a","event":"b.c","data":{}}')).toMatchObject({ event: 'b.c' })
})

it.each(['{"type":"ping"}', '{"type":"event","topic":"a"}', 'null', '7', '{', '{"type":"later","topic":"a"}'])('passes over %s', (text) =>
  expect(parseFrame(text)).toBeUndefined(),
)

it('doubles the pause up to a bound, with jitter', () => {
  expect(backoff(0, () => 0)).toBe(250)
  expect(backoff(0, () => 1)).toBe(500)
  expect(backoff(3, () => 1)).toBe(4000)
  expect(backoff(99, () => 1)).toBe(15_000)
})
