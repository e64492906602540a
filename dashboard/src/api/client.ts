import createClient from 'openapi-fetch'
import { ApiError, unreachable } from './errors'
import type { paths } from './schema'

const timeoutMs = 30_000

/** Calls that wait for a model take as long as the server lets them. */
const patient = ['/api/llm/generate', '/api/backends/test', '/api/engine/load', '/api/engine/unload']

let onSignedOut = () => {}

/** Called once some answer says that nobody is signed in. */
export function whenSignedOut(handler: () => void) {
  onSignedOut = handler
}

async function boundedFetch(request: Request): Promise<Response> {
  const waits = patient.some((path) => new URL(request.url).pathname.startsWith(path))
  const signal = waits ? request.signal : AbortSignal.any([request.signal, AbortSignal.timeout(timeoutMs)])
  try {
    const response = await fetch(new Request(request, { signal }))
    if (response.status === 401 && !request.url.includes('/api/auth/login')) onSignedOut()
    return response
  } catch (error) {
    if (request.signal.aborted) throw error
    throw unreachable(error)
  }
}

/** The typed client: paths, parameters and bodies come from the server's OpenAPI document. */
export const api = createClient<paths>({ baseUrl: location.origin, fetch: boundedFetch })

interface Answer<T> {
  data?: T
  error?: unknown
  response: Response
}

/** The body of a good answer; anything else is thrown as an {@link ApiError}. */
export async function body<T>(answer: Promise<Answer<T>>): Promise<NonNullable<T>> {
  const { data, error, response } = await answer
  if (!response.ok) throw ApiError.from(response, error)
  return data as NonNullable<T>
}
