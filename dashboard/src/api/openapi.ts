import { useQuery } from '@tanstack/react-query'
import { ApiError, unreachable } from './errors'

/** What of an OpenAPI 3.1 document the page about it reads. */
export interface OpenApi {
  paths: Record<string, Record<string, OpenApiOperation>>
  components?: { schemas?: Record<string, Schema>; securitySchemes?: Record<string, { description?: string }> }
  tags?: { name: string }[]
}

export interface OpenApiOperation {
  tags?: string[]
  summary?: string
  description?: string
  parameters?: Parameter[]
  requestBody?: { required?: boolean; content: Content }
  responses?: Record<string, { description: string; content?: Content }>
  security?: Record<string, string[]>[]
}

export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  required?: boolean
  description?: string
  schema?: Schema
}

export type Content = Record<string, { schema?: Schema; example?: unknown }>

export interface Schema {
  $ref?: string
  type?: string | string[]
  format?: string
  description?: string
  default?: unknown
  enum?: unknown[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  oneOf?: Schema[]
  anyOf?: Schema[]
  additionalProperties?: Schema | boolean
}

async function read(signal: AbortSignal): Promise<OpenApi> {
  const response = await fetch('/openapi.json', { signal: AbortSignal.any([signal, AbortSignal.timeout(30_000)]) }).catch((error: unknown) => {
    throw signal.aborted ? error : unreachable(error)
  })
  if (!response.ok) throw ApiError.from(response, await response.json().catch(() => undefined))
  return (await response.json()) as OpenApi
}

/** The document as this Ziggie serves it. */
export const useOpenApi = () => useQuery({ queryKey: ['openapi'], queryFn: ({ signal }) => read(signal), staleTime: 300_000 })
