import { expect, it } from 'vitest'
import type { OrderState } from '~/api/engine'
import type { LoadedModel, LocalModel } from '~/api/types'
import { localRow, placeOf } from './rows'

const model = { name: 'tiny', problem: null } as LocalModel
const live = { name: 'tiny', state: 'loaded', gpuShare: 0 } as LoadedModel
const order = (status: string, action = 'load', error?: Error) => ({ status, error, variables: { model: 'tiny', action } }) as OrderState

it('says what the engine says, and before it speaks what was asked', () => {
  expect(localRow(model, [], undefined).state).toBe('on disk')
  expect(localRow(model, [], order('pending')).state).toBe('loading')
  expect(localRow(model, [live], undefined).state).toBe('loaded')
  expect(localRow(model, [live], order('pending', 'unload')).state).toBe('unloading')
  expect(localRow(model, [], order('success', 'unload')).state).toBe('on disk')
})

it('tells why it was not loaded, and forgets it once it is', () => {
  const failed = order('error', 'load', new Error('Too large'))
  expect(localRow(model, [], failed)).toMatchObject({ state: 'not loaded', problem: 'Too large' })
  expect(localRow(model, [live], order('success')).problem).toBeUndefined()
})

it('tells what is wrong with a file', () => {
  expect(localRow({ ...model, problem: 'Cut off' }, [], undefined)).toMatchObject({ state: 'broken', problem: 'Cut off' })
})

it('tells where it computes', () => {
  expect([0, 1, 0.4].map((gpuShare) => placeOf({ ...live, gpuShare }))).toEqual(['CPU', 'GPU', '40 % on GPU, the rest on CPU'])
})
