import { expect, it } from 'vitest'
import type { Model } from '~/api/types'
import { aliasesOf, chats, defaultModel } from './modelOptions'

const model = (name: string, more: Partial<Model> = {}): Model => ({
  name,
  backend: 'a',
  status: 'available',
  kind: 'model',
  targets: [],
  roles: [],
  digest: null,
  size: null,
  contextLength: null,
  capabilities: [],
  simulated: false,
  ...more,
})

const models = [
  model('smart', { kind: 'alias', backend: null, targets: ['big', 'b/small'] }),
  model('embedder', { capabilities: ['embedding'] }),
  model('demo', { status: 'loaded', simulated: true }),
  model('big'),
  model('b/small', { status: 'loaded', backend: 'b' }),
]

it('knows what chats', () => expect(models.filter(chats).map((m) => m.name)).toEqual(['smart', 'demo', 'big', 'b/small']))

it('begins with a real loaded model that chats', () => expect(defaultModel(models)).toBe('b/small'))

it('keeps to the wanted one, be it an alias', () => {
  expect(defaultModel(models, 'big')).toBe('big')
  expect(defaultModel(models, 'smart')).toBe('smart')
  expect(defaultModel(models, 'gone')).toBe('b/small')
})

it('takes the simulated one where there is no other', () => expect(defaultModel([models[1]!, models[2]!])).toBe('demo'))

it('has nothing to begin with where nothing chats', () => expect(defaultModel([models[1]!])).toBeUndefined())

it('tells the aliases of a model', () => expect(aliasesOf(models).get('big')).toEqual(['smart']))
