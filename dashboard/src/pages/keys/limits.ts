import type { Key, KeyInput } from '~/api/types'
import { compact, plural } from '~/format/numbers'

/** A key's limits in words. */
export function limitsOf(key: Key): string[] {
  const said: string[] = []
  if (key.requestsPerMinute) said.push(`${compact(key.requestsPerMinute)} requests/min`)
  if (key.tokensPerMinute) said.push(`${compact(key.tokensPerMinute)} tokens/min`)
  if (key.monthlyTokens) said.push(`${compact(key.monthlyTokens)} tokens/month`)
  if (key.maxConcurrency) said.push(`${compact(key.maxConcurrency)} at once`)
  if (key.models?.length) said.push(key.models.length > 2 ? `only ${plural(key.models.length, 'model')}` : `only ${key.models.join(', ')}`)
  return said
}

/** What the form holds. */
export interface KeyFields {
  name: string
  scopes: string[]
  models: string[]
  requestsPerMinute: string | number
  tokensPerMinute: string | number
  monthlyTokens: string | number
  maxConcurrency: string | number
  /** A day as a date field has it, or empty. */
  expires: string
}

export const fieldsOf = (key?: Key): KeyFields => ({
  name: key?.name ?? '',
  scopes: key?.scopes ?? ['models', 'uploads', 'knowledge'],
  models: key?.models ?? [],
  requestsPerMinute: key?.requestsPerMinute ?? '',
  tokensPerMinute: key?.tokensPerMinute ?? '',
  monthlyTokens: key?.monthlyTokens ?? '',
  maxConcurrency: key?.maxConcurrency ?? '',
  expires: key?.expiresAt ? dayOf(key.expiresAt) : '',
})

/** The day in the viewer's zone. */
function dayOf(at: string): string {
  const date = new Date(at)
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 10)
}

const number = (value: string | number) => (value === '' ? null : Number(value))

/** As the API takes it: null is no limit; a key lasts to the end of its last day. */
export function toInput(fields: KeyFields, before?: Key): KeyInput {
  const kept = before?.expiresAt && fields.expires === dayOf(before.expiresAt) ? before.expiresAt : undefined
  return {
    name: fields.name.trim(),
    scopes: fields.scopes,
    models: fields.models.length ? fields.models : null,
    requestsPerMinute: number(fields.requestsPerMinute),
    tokensPerMinute: number(fields.tokensPerMinute),
    monthlyTokens: number(fields.monthlyTokens),
    maxConcurrency: number(fields.maxConcurrency),
    expiresAt: kept ?? (fields.expires ? new Date(`${fields.expires}T23:59:59`).toISOString() : null),
  } as KeyInput
}
