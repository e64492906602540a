import { expect, test } from 'vitest'
import type { OpenApi } from '~/api/openapi'
import { aboutOf, exampleOf, fieldsOf, requiredOf, typeName } from './schema'

const document: OpenApi = {
  paths: {},
  components: {
    schemas: {
      Key: { type: 'object', required: ['name'], properties: { name: { type: 'string' }, limit: { type: ['null', 'integer'] }, owner: { oneOf: [{ type: 'null' }, { $ref: '#/components/schemas/Owner' }] } } },
      Owner: { type: 'object', properties: { since: { type: 'string', format: 'date-time' }, keys: { type: 'array', items: { $ref: '#/components/schemas/Key' } } } },
      State: { enum: ['on', 'off'] },
    },
  },
}
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })

test('names types in words', () => {
  expect(typeName(document, { type: ['null', 'integer'] })).toBe('integer')
  expect(typeName(document, { type: 'array', items: ref('Key') })).toBe('object[]')
  expect(typeName(document, ref('State'))).toBe('on | off')
  expect(typeName(document, {})).toBe('any')
})

test('opens arrays and what may be null', () => {
  expect(fieldsOf(document, { type: 'array', items: ref('Key') }).map(([name]) => name)).toEqual(['name', 'limit', 'owner'])
  expect(fieldsOf(document, { oneOf: [{ type: 'null' }, ref('Owner')] }).map(([name]) => name)).toEqual(['since', 'keys'])
})

test('asks only for what may not be null, and says nothing twice', () => {
  expect([...requiredOf(document, { type: 'object', required: ['a', 'b'], properties: { a: { type: ['null', 'string'] }, b: { type: 'string' } } })]).toEqual(['b'])
  expect(aboutOf(document, { description: 'Body of `POST /x`.' })).toBeUndefined()
})

test('makes an example that ends, though the schema goes round', () => {
  expect(exampleOf(document, { 'application/json': { schema: ref('Key') } })).toMatchObject({ name: '', limit: 0, owner: { since: '2026-01-01T00:00:00Z' } })
  expect(exampleOf(document, { 'application/json': { schema: ref('Key'), example: { name: 'laptop' } } })).toEqual({ name: 'laptop' })
})
