import { expect, test } from 'vitest'
import { accessOf, byTag, operationsOf, search } from './operations'
import { addressOf, missingOf, pretty, withModel } from './request'

const operations = operationsOf({
  tags: [{ name: 'Models' }, { name: 'Keys' }],
  paths: {
    '/loose': { get: {} },
    '/api/keys/{id}': { delete: { tags: ['Keys'], summary: 'Deletes a key', parameters: [{ name: 'id', in: 'path' }] } },
    '/v1/models/{id}': { get: { tags: ['Models'], summary: 'One model', parameters: [{ name: 'id', in: 'path' }, { name: 'deep', in: 'query' }] } },
  },
})

test("keeps the order of the document's tags; what has none comes last", () => {
  expect(byTag(operations).map(([tag]) => tag)).toEqual(['Models', 'Keys', 'Other'])
})

test('finds by every word, wherever it is', () => {
  expect(search(operations, 'delete KEYS').map((o) => o.id)).toEqual(['delete /api/keys/{id}'])
  expect(search(operations, 'deep')).toHaveLength(1)
  expect(search(operations, 'keys model')).toHaveLength(0)
})

test('fills in the address', () => {
  const one = operations[0]!
  expect(missingOf(one, {})).toEqual(['id'])
  expect(addressOf(one, { id: 'local/a model:1', deep: 'a&b' })).toBe('/v1/models/local/a%20model%3A1?deep=a%26b')
})

test('reads who may', () => {
  expect(accessOf({})).toEqual({ open: true, scopes: [], ways: [] })
  expect(accessOf({ security: [{ bearer: ['read'] }, { bearer: ['models'] }, { session: ['read'] }] })).toEqual({ open: false, scopes: ['read', 'models'], ways: ['bearer', 'session'] })
})

test('takes a model that is there', () => {
  expect(withModel({ model: 'demo', n: 1 }, ['a', 'b'])).toEqual({ model: 'a', n: 1 })
  expect(withModel({ model: 'b' }, ['a', 'b'])).toEqual({ model: 'b' })
  expect(withModel(undefined, ['a'])).toEqual({})
})

test('leaves alone what is not JSON', () => {
  expect(pretty('{"a":1}')).toBe('{\n  "a": 1\n}')
  expect(pretty('data: x')).toBe('data: x')
})
