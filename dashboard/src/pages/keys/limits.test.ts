import { expect, it } from 'vitest'
import type { Key } from '~/api/types'
import { fieldsOf, limitsOf, toInput } from './limits'

const key = { id: 'k', name: 'n', createdAt: '2030-01-01T00:00:00Z', scopes: ['models'] } as unknown as Key

it('tells limits in words', () => {
  expect(limitsOf(key)).toEqual([])
  expect(limitsOf({ ...key, requestsPerMinute: 60, monthlyTokens: 2_000_000, models: ['a', 'b', 'c'] })).toEqual([
    '60 requests/min',
    '2M tokens/month',
    'only 3 models',
  ])
})

it('sends null for what has no limit, so that an edit can take one away', () => {
  expect(toInput(fieldsOf(key))).toMatchObject({ name: 'n', models: null, requestsPerMinute: null, expiresAt: null })
  expect(toInput({ ...fieldsOf(key), tokensPerMinute: '500' })).toMatchObject({ tokensPerMinute: 500 })
})

it('leaves an expiry alone that nobody touched', () => {
  const expiresAt = '2031-05-05T10:00:00Z'
  const dated = { ...key, expiresAt }
  expect(toInput(fieldsOf(dated), dated).expiresAt).toBe(expiresAt)
  expect(toInput({ ...fieldsOf(dated), expires: '' }, dated).expiresAt).toBeNull()
})
