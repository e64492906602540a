import type { Operation } from './operations'

/** The path with its parameters filled in, and a query of those that are. */
export function addressOf(operation: Operation, values: Record<string, string>): string {
  const query = new URLSearchParams()
  let path = operation.path
  for (const { name, in: place } of operation.parameters ?? []) {
    const value = values[name] ?? ''
    // A name of a model may hold slashes, and the path takes them.
    if (place === 'path') path = path.replace(`{${name}}`, encodeURIComponent(value).replaceAll('%2F', '/'))
    else if (place === 'query' && value) query.set(name, value)
  }
  const text = query.toString()
  return text ? `${path}?${text}` : path
}

/** Names of path parameters that have no value yet. */
export const missingOf = (operation: Operation, values: Record<string, string>) =>
  (operation.parameters ?? []).filter((p) => (p.in === 'path' || p.required) && !values[p.name]).map((p) => p.name)

/** JSON as people read it; anything else as it is. */
export function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

/** The example with a model that is there. */
export function withModel(example: unknown, models: string[] | undefined): unknown {
  const said = typeof example === 'object' && example !== null && 'model' in example ? example.model : undefined
  return said && models?.length && !models.includes(String(said)) ? { ...(example as object), model: models[0] } : (example ?? {})
}
