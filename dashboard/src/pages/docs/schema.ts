import type { Content, OpenApi, Schema } from '~/api/openapi'

/** Deeper than this, examples and tables say no more. */
const deepest = 6

/** The schema that a reference names. */
export function resolve(document: OpenApi, schema: Schema | undefined): Schema {
  if (!schema) return {}
  if (schema.$ref) return resolve(document, document.components?.schemas?.[schema.$ref.split('/').at(-1)!])
  const choices = schema.oneOf ?? schema.anyOf
  const real = choices?.find((c) => c.type !== 'null')
  return real ? { ...resolve(document, real), description: schema.description ?? resolve(document, real).description } : schema
}

const typesOf = (schema: Schema) => [schema.type ?? []].flat().filter((t) => t !== 'null')

/** The type in a reader's words. */
export function typeName(document: OpenApi, schema: Schema | undefined): string {
  const real = resolve(document, schema)
  if (real.enum) return real.enum.map((value) => String(value)).join(' | ')
  const type = typesOf(real).join(' or ') || (real.properties ? 'object' : 'any')
  if (type === 'array') return `${typeName(document, real.items)}[]`
  if (real.format === 'date-time') return 'time (RFC 3339)'
  if (real.format === 'uri') return 'URL'
  return type
}

/** What a table can open beneath a field: the fields of an object, or of an array's objects. */
export function fieldsOf(document: OpenApi, schema: Schema | undefined): [string, Schema][] {
  const real = resolve(document, schema)
  if (typesOf(real)[0] === 'array') return fieldsOf(document, real.items)
  return Object.entries(real.properties ?? {})
}

const mayBeNull = (schema: Schema | undefined) => [schema?.type ?? []].flat().includes('null') || !!schema?.oneOf?.some((c) => c.type === 'null')

/** Fields that a body has to have; one that may be null may as well be left out. */
export function requiredOf(document: OpenApi, schema: Schema | undefined): Set<string> {
  const real = resolve(document, schema)
  return new Set((real.required ?? []).filter((name) => !mayBeNull(real.properties?.[name])))
}

/** What the schema says of itself, but for the phrase that names the endpoint again. */
export const aboutOf = (document: OpenApi, schema: Schema | undefined): string | undefined =>
  (schema?.description ?? resolve(document, schema).description)?.replace(/^(Body|Answer) of `[^`]*`[.;:]?\s*/, '').replaceAll('`', '') || undefined

/** A body that fits: the given example, else one made of the schema. */
export function exampleOf(document: OpenApi, content: Content | undefined): unknown {
  const media = content && Object.values(content)[0]
  return media?.example ?? (media?.schema ? make(document, media.schema, 0) : undefined)
}

function make(document: OpenApi, schema: Schema, depth: number): unknown {
  const real = resolve(document, schema)
  if (real.default !== undefined && real.default !== null) return real.default
  if (real.enum) return real.enum[0]
  const type = typesOf(real)[0] ?? (real.properties ? 'object' : 'any')
  if (type === 'array') return depth < deepest && real.items ? [make(document, real.items, depth + 1)] : []
  if (type === 'object') {
    const fields = depth < deepest ? Object.entries(real.properties ?? {}) : []
    return Object.fromEntries(fields.map(([name, field]) => [name, make(document, field, depth + 1)]))
  }
  if (type === 'integer' || type === 'number') return 0
  if (type === 'boolean') return false
  if (type === 'string') return real.format === 'date-time' ? '2026-01-01T00:00:00Z' : real.format === 'uri' ? 'http://127.0.0.1:11434' : ''
  return null
}
