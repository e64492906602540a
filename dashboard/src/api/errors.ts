/** A failure that a page can show: what happened, why, and by field where input was at fault. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly code: string,
    readonly errors: Record<string, string[]> = {},
    readonly retryAfterSeconds?: number,
  ) {
    super(detail || title)
    this.name = 'ApiError'
  }

  static from(response: Response, error: unknown): ApiError {
    const problem = isProblem(error) ? error : undefined
    const wait = Number(response.headers.get('retry-after'))
    return new ApiError(
      response.status,
      problem?.title ?? `Ziggie answered ${response.status}`,
      problem?.detail ?? (typeof error === 'string' ? error.slice(0, 300) : ''),
      problem?.code ?? 'unknown',
      problem?.errors ?? {},
      wait > 0 ? wait : undefined,
    )
  }
}

interface Problem {
  title: string
  detail?: string
  code?: string
  errors?: Record<string, string[]>
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'title' in value
}

/** The request got no answer at all. */
export function unreachable(cause: unknown): ApiError {
  const slow = cause instanceof DOMException && cause.name === 'TimeoutError'
  return new ApiError(
    0,
    slow ? 'Ziggie did not answer in time' : 'Ziggie cannot be reached',
    slow ? 'The control center took longer than 30 s.' : 'The control center may have stopped, or the connection is down. On its machine, “ziggie up” starts it.',
    slow ? 'timeout' : 'unreachable',
  )
}

/** Title and detail of anything thrown. */
export function explain(error: unknown): { title: string; detail: string } {
  if (error instanceof ApiError) return { title: error.title, detail: error.detail }
  if (error instanceof Error) return { title: 'Something went wrong in this page', detail: error.message }
  return { title: 'Something went wrong in this page', detail: String(error) }
}

/** The first message for each field, as forms want them. */
export function fieldErrors(error: unknown): Record<string, string> {
  if (!(error instanceof ApiError)) return {}
  return Object.fromEntries(Object.entries(error.errors).map(([field, messages]) => [field, messages[0] ?? '']))
}
