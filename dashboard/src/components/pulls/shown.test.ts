import { expect, it } from 'vitest'
import type { Pull } from '~/api/types'
import { again, rateOf, shownPulls, withSample, type Sample } from './shown'

const pull = (id: string, state: string, more: Partial<Pull> = {}) => ({ id, state, model: 'm', from: 'registry.example', sha256: null, startedAt: id, ...more }) as Pull

it('shows what goes on and what failed last, not what was mended or put away', () => {
  const ids = (pulls: Pull[], dismissed: string[] = []) => shownPulls(pulls, new Set(dismissed)).map((p) => p.id)
  expect(ids([pull('2', 'running'), pull('1', 'failed')])).toEqual(['2'])
  expect(ids([pull('2', 'success'), pull('1', 'failed')])).toEqual([])
  expect(ids([pull('2', 'failed'), pull('1', 'success')])).toEqual(['2'])
  expect(ids([pull('2', 'cancelled')], ['2'])).toEqual([])
  expect(ids([pull('2', 'failed'), pull('1', 'waiting', { model: 'other' })])).toEqual(['2', '1'])
})

it('goes on with an address by its name and digest', () => {
  expect(again(pull('1', 'failed'))).toEqual({ model: 'm' })
  expect(again(pull('1', 'failed', { model: 'a.gguf', from: 'https://x.example/b.gguf', sha256: 'sha256:00' }))).toEqual({ model: 'https://x.example/b.gguf', name: 'a.gguf', sha256: 'sha256:00' })
})

it('makes a rate of the last seconds', () => {
  let samples: Sample[] = []
  for (let s = 0; s <= 20; s++) samples = withSample(samples, { at: s * 1000, completed: s * s * 100 })
  expect(samples[0]!.at).toBe(14_000)
  expect(rateOf(samples)).toBe(3400)
  expect(rateOf(samples.slice(0, 1))).toBeUndefined()
})

it('begins anew where a pull has gone back', () => {
  expect(withSample([{ at: 0, completed: 500 }], { at: 1000, completed: 10 })).toEqual([{ at: 1000, completed: 10 }])
})
