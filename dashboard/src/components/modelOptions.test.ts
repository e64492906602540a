import { expect, it } from 'vitest'
import type { Model } from '~/api/types'
import { defaultModel, findModel, modelOptions } from './modelOptions'

const model = (name: string, backend: string, more: Partial<Model> = {}): Model => ({
  name,
  backend,
  status: 'available',
  roles: [],
  capabilities: [],
  ...more,
})

const models = [
  model('embedder', 'a', { capabilities: ['embedding'] }),
  model('small', 'a'),
  model('small', 'b', { status: 'loaded' }),
  model('big', 'b', { aliases: ['smart'] }),
]

it('names the backend only where a name is on several', () =>
  expect(modelOptions(models).map((o) => o.value)).toEqual(['embedder', 'a/small', 'b/small', 'big']))

it('begins with a loaded model that chats', () => expect(defaultModel(models)).toBe('b/small'))

it('keeps to the wanted one, also by alias', () => {
  expect(defaultModel(models, 'big')).toBe('big')
  expect(defaultModel(models, 'smart')).toBe('smart')
  expect(defaultModel(models, 'gone')).toBe('b/small')
})

it('has nothing to begin with where nothing chats', () => expect(defaultModel([models[0]!])).toBeUndefined())

it('finds a model by either name', () => expect(findModel(models, 'b/small')?.status).toBe('loaded'))
